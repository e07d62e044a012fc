"""Why data is held: the few grounds that fields name (Wmo 2015 ch. 5, AVG art. 5, 6 and 30)."""

from __future__ import annotations

from meitinker.domain.records import (
    BACK_OFFICE,
    CARE_ROLES,
    EVERYONE,
    STAFF,
    WORKERS,
    Basis,
    Ground,
    Retention,
)

ORGANISATION = Ground(
    "run the organisation and tell who is who",
    Basis.PUBLIC_TASK,
    Retention.ORGANISATION,
    EVERYONE,
)
IDENTITY = Ground(
    "know whom the dossier is about and keep two people apart",
    Basis.WMO_TASK,
    Retention.WMO_15_YEARS,
    CARE_ROLES,
)
BSN = Ground(
    "identify the person in exchanges and decisions",
    Basis.IDENTIFICATION,
    Retention.WMO_15_YEARS,
    WORKERS,
)
CONTACT = Ground(
    "reach the person in the way the person wishes",
    Basis.WMO_TASK,
    Retention.WMO_15_YEARS,
    CARE_ROLES,
)
SAFETY = Ground(
    "keep the resident and the visitor safe",
    Basis.VITAL_INTEREST,
    Retention.WHILE_NEEDED,
    WORKERS,
)
INVESTIGATION = Ground(
    "investigate the question and find fitting help (art. 2.3.2)",
    Basis.WMO_TASK,
    Retention.WMO_15_YEARS,
    WORKERS,
)
REPRESENTATION = Ground(
    "deal with whoever may act for the person",
    Basis.WMO_TASK,
    Retention.WMO_15_YEARS,
    WORKERS,
)
REPORTING = Ground(
    "give the resident a written outcome (art. 2.3.2 lid 8) and prove that it was given",
    Basis.WMO_TASK,
    Retention.WMO_15_YEARS,
    WORKERS,
)
REVIEW = Ground(
    "check that a report holds what the law wants before it goes on, and tell who checked it",
    Basis.WMO_TASK,
    Retention.WMO_15_YEARS,
    WORKERS,
)
IMPORT = Ground(
    "hand checked visits over to the administration and tell what left",
    Basis.WMO_TASK,
    Retention.WMO_15_YEARS,
    BACK_OFFICE,
)
ACCESS = Ground(
    "open a dossier to a colleague for a while, and tell who opened it to whom and why",
    Basis.ACCOUNTABILITY,
    Retention.WMO_15_YEARS,
    STAFF,
)
DIRECTORY = Ground(
    "show which help there is, where, for whom and how to get it",
    Basis.PUBLIC_TASK,
    Retention.WHILE_LISTED,
    EVERYONE,
)
DIRECTORY_UPKEEP = Ground(
    "keep the social map right: who checked what when, what is wrong in it and what it lacks",
    Basis.PUBLIC_TASK,
    Retention.WHILE_LISTED,
    WORKERS,
)
ADMINISTRATION = Ground(
    "account for what was done by whom",
    Basis.ACCOUNTABILITY,
    Retention.WMO_15_YEARS,
    STAFF,
)
