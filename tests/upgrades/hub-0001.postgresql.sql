-- The hub's tables as the first hubs had them (layout 1); never changed.

CREATE TABLE hub_change (
    organisation TEXT NOT NULL,
    position INTEGER NOT NULL,
    change_id TEXT NOT NULL,
    device TEXT DEFAULT '' NOT NULL,
    dossier TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    verdict TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    took TEXT DEFAULT '' NOT NULL,
    lost TEXT DEFAULT '' NOT NULL,
    received_at TEXT DEFAULT '' NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (organisation, position),
    UNIQUE (organisation, change_id)
);

CREATE INDEX hub_change_dossier ON hub_change (organisation, dossier, position);

CREATE TABLE hub_device (
    organisation TEXT NOT NULL,
    device TEXT NOT NULL,
    "user" TEXT DEFAULT '' NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    signing_key TEXT DEFAULT '' NOT NULL,
    sequence INTEGER DEFAULT '0' NOT NULL,
    enrolled_at TEXT DEFAULT '' NOT NULL,
    met_at TEXT DEFAULT '' NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    waiting INTEGER DEFAULT '0' NOT NULL,
    waiting_since TEXT DEFAULT '' NOT NULL,
    revoked_at TEXT DEFAULT '' NOT NULL,
    wipe_at TEXT DEFAULT '' NOT NULL,
    wiped_at TEXT DEFAULT '' NOT NULL,
    offer TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (organisation, device)
);

CREATE TABLE hub_dossier (
    organisation TEXT NOT NULL,
    dossier TEXT NOT NULL,
    village TEXT,
    root TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (organisation, dossier)
);

CREATE INDEX hub_dossier_root ON hub_dossier (organisation, root);

CREATE INDEX hub_dossier_village ON hub_dossier (organisation, village);

CREATE TABLE hub_grant (
    organisation TEXT NOT NULL,
    "user" TEXT NOT NULL,
    dossier TEXT NOT NULL,
    until TEXT DEFAULT '' NOT NULL,
    given_by TEXT DEFAULT '' NOT NULL,
    given_at TEXT DEFAULT '' NOT NULL,
    why TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (organisation, "user", dossier)
);

CREATE TABLE hub_holding (
    organisation TEXT NOT NULL,
    device TEXT NOT NULL,
    dossier TEXT NOT NULL,
    since INTEGER DEFAULT '0' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (organisation, device, dossier)
);

CREATE TABLE hub_invitation (
    organisation TEXT NOT NULL,
    code TEXT NOT NULL,
    "user" TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    villages TEXT DEFAULT '' NOT NULL,
    everywhere INTEGER DEFAULT '0' NOT NULL,
    expires_at TEXT DEFAULT '' NOT NULL,
    used_at TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (organisation, code)
);

CREATE TABLE hub_organisation (
    organisation TEXT NOT NULL,
    hub TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    epoch TEXT DEFAULT '' NOT NULL,
    "end" INTEGER DEFAULT '0' NOT NULL,
    lease_days INTEGER DEFAULT '0' NOT NULL,
    made_at TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (organisation)
);

CREATE INDEX hub_organisation_hub ON hub_organisation (hub);

CREATE TABLE hub_paper (
    organisation TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    held INTEGER DEFAULT '0' NOT NULL,
    digest TEXT DEFAULT '' NOT NULL,
    received_at TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (organisation, name)
);

CREATE TABLE hub_paper_of (
    organisation TEXT NOT NULL,
    name TEXT NOT NULL,
    record_id TEXT NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (organisation, name, record_id)
);

CREATE TABLE hub_paper_part (
    organisation TEXT NOT NULL,
    name TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (organisation, name, "offset")
);

CREATE TABLE hub_record (
    organisation TEXT NOT NULL,
    record_id TEXT NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    dossier TEXT DEFAULT '' NOT NULL,
    versions TEXT DEFAULT '' NOT NULL,
    deleted INTEGER DEFAULT '0' NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    fields BYTEA NOT NULL,
    PRIMARY KEY (organisation, record_id)
);

CREATE INDEX hub_record_dossier ON hub_record (organisation, dossier, record_id);

CREATE INDEX hub_record_kind ON hub_record (organisation, kind);

CREATE TABLE hub_refused (
    organisation TEXT NOT NULL,
    change_id TEXT NOT NULL,
    device TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    received_at TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (organisation, change_id)
);

CREATE TABLE hub_user (
    organisation TEXT NOT NULL,
    "user" TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    everywhere INTEGER DEFAULT '0' NOT NULL,
    valid_from TEXT DEFAULT '' NOT NULL,
    valid_until TEXT DEFAULT '' NOT NULL,
    revoked_at TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (organisation, "user")
);

CREATE TABLE hub_user_village (
    organisation TEXT NOT NULL,
    "user" TEXT NOT NULL,
    village TEXT NOT NULL,
    PRIMARY KEY (organisation, "user", village)
);

CREATE TABLE hub_waiting (
    organisation TEXT NOT NULL,
    change_id TEXT NOT NULL,
    waits_for TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    device TEXT DEFAULT '' NOT NULL,
    received_at TEXT DEFAULT '' NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (organisation, change_id)
);

CREATE INDEX hub_waiting_key ON hub_waiting (organisation, waits_for);
