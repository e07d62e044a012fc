"""The public part of the social map as a website: plain files that any web host can serve.

``public`` says what may leave, ``shelves`` how it is ordered, ``pages`` writes the pages from the
templates in ``resources/site``, ``search_files`` what the search in the browser reads, and
``folder`` lays it all down in place of the site that was there.
"""
