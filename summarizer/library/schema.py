"""The tables of the store, as migrations: entry N takes a database from version N to N + 1.

Never change an entry that was released: add one. Each runs in one transaction together with its version number.

`posts` holds one row a content (sha256 of the bytes) with all that a list shows, `reports` the whole report,
`paths` where that content was found, `inputs` what became of each file. `segments` … `problems` repeat the report
in rows, for queries. `records.identity` is the catalogue's id, or `name:` and the folded name where it has none.
`jobs`, `corrections` and `seen` belong to the reader: no run of a post changes them.
"""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE posts (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      path TEXT NOT NULL,
      title TEXT, author TEXT, published TEXT, source TEXT,
      language TEXT NOT NULL, kind TEXT NOT NULL, about_ai INTEGER NOT NULL,
      summary TEXT NOT NULL, method TEXT, characters INTEGER NOT NULL,
      models INTEGER NOT NULL, contradicted INTEGER NOT NULL, problems INTEGER NOT NULL, degraded INTEGER NOT NULL,
      backend TEXT NOT NULL, weights TEXT,
      prompt_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
      seconds REAL NOT NULL,
      key TEXT NOT NULL, finished_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX posts_by_date ON posts (published DESC, seq DESC);
    CREATE INDEX posts_by_source ON posts (source, seq);
    CREATE INDEX posts_by_kind ON posts (kind, seq);
    CREATE INDEX posts_by_language ON posts (language, seq);

    CREATE TABLE reports (post INTEGER PRIMARY KEY REFERENCES posts ON DELETE CASCADE, json BLOB NOT NULL) STRICT;

    CREATE TABLE inputs (
      path TEXT PRIMARY KEY,
      sha256 TEXT, key TEXT, parts TEXT NOT NULL DEFAULT '{}',
      status TEXT NOT NULL,
      stage TEXT, code TEXT, message TEXT,
      run INTEGER REFERENCES runs
    ) STRICT;
    CREATE INDEX inputs_by_status ON inputs (status);

    CREATE TABLE paths (
      path TEXT PRIMARY KEY,
      input TEXT NOT NULL REFERENCES inputs ON DELETE CASCADE,
      number INTEGER NOT NULL,
      post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX paths_by_post ON paths (post);
    CREATE INDEX paths_by_input ON paths (input, number);

    CREATE TABLE segments (
      post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE, number INTEGER NOT NULL,
      id TEXT NOT NULL, role TEXT NOT NULL, title TEXT, author TEXT, time TEXT,
      start INTEGER NOT NULL, "end" INTEGER NOT NULL, summary TEXT NOT NULL,
      PRIMARY KEY (post, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE records (
      seq INTEGER PRIMARY KEY,
      post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE, number INTEGER NOT NULL,
      identity TEXT NOT NULL, name TEXT NOT NULL, catalogue_id TEXT, family TEXT, organisation TEXT,
      central INTEGER NOT NULL, surfaces TEXT NOT NULL, mentions INTEGER NOT NULL,
      contradicted INTEGER NOT NULL, published TEXT
    ) STRICT;
    CREATE INDEX records_by_post ON records (post, number);
    CREATE INDEX records_by_identity ON records
      (identity, post, name, catalogue_id, organisation, family, central, mentions, contradicted, published);
    CREATE INDEX records_by_organisation ON records (organisation, post);
    CREATE INDEX records_by_name ON records (name COLLATE NOCASE);

    CREATE TABLE fields (
      seq INTEGER PRIMARY KEY,
      record INTEGER NOT NULL REFERENCES records ON DELETE CASCADE,
      post INTEGER NOT NULL, identity TEXT NOT NULL,
      field TEXT NOT NULL, number INTEGER NOT NULL,
      value TEXT NOT NULL, numeric REAL,
      kind TEXT, currency TEXT, per TEXT, benchmark TEXT,
      quote TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
      said_by TEXT NOT NULL, hedged INTEGER NOT NULL, found_by TEXT NOT NULL
    ) STRICT;
    CREATE INDEX fields_by_record ON fields (record, field, number);
    CREATE INDEX fields_by_identity ON fields (identity, field, post);

    CREATE TABLE verdicts (
      seq INTEGER PRIMARY KEY,
      record INTEGER NOT NULL REFERENCES records ON DELETE CASCADE,
      post INTEGER NOT NULL, identity TEXT NOT NULL,
      field TEXT NOT NULL, status TEXT NOT NULL, observed TEXT, expected TEXT,
      source TEXT NOT NULL, reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX verdicts_by_record ON verdicts (record);
    CREATE INDEX verdicts_by_status ON verdicts (status, post);
    CREATE INDEX verdicts_by_identity ON verdicts (identity, status);

    CREATE TABLE comparisons (
      post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE, number INTEGER NOT NULL,
      subject TEXT NOT NULL, relation TEXT NOT NULL, object TEXT NOT NULL, metric TEXT,
      said_by TEXT NOT NULL, hedged INTEGER NOT NULL,
      quote TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
      PRIMARY KEY (post, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE problems (
      post INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE, number INTEGER NOT NULL,
      stage TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, start INTEGER, "end" INTEGER,
      PRIMARY KEY (post, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX problems_by_code ON problems (code, post);

    CREATE TABLE runs (
      seq INTEGER PRIMARY KEY,
      started_at TEXT NOT NULL, ended_at TEXT, ended TEXT,
      weights TEXT, parts TEXT NOT NULL,
      done INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
      degraded INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
      prompt_tokens INTEGER NOT NULL DEFAULT 0, cached_tokens INTEGER NOT NULL DEFAULT 0,
      completion_tokens INTEGER NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0
    ) STRICT;

    CREATE VIRTUAL TABLE search USING fts5 (title, summary, names, body, tokenize = 'unicode61 remove_diacritics 2');
    """,
    """
    CREATE TABLE jobs (
      seq INTEGER PRIMARY KEY,
      created_at TEXT NOT NULL, ended_at TEXT,
      title TEXT NOT NULL, options TEXT NOT NULL,
      status TEXT NOT NULL,
      owner INTEGER NOT NULL,
      message TEXT
    ) STRICT;
    CREATE INDEX jobs_by_status ON jobs (status);

    CREATE TABLE job_items (
      job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE, number INTEGER NOT NULL,
      path TEXT NOT NULL, label TEXT NOT NULL, media TEXT, data BLOB,
      status TEXT NOT NULL, message TEXT,
      posts TEXT NOT NULL DEFAULT '[]', seconds REAL,
      PRIMARY KEY (job, number)
    ) STRICT;
    CREATE INDEX job_items_by_status ON job_items (job, status);

    CREATE TABLE corrections (
      seq INTEGER PRIMARY KEY,
      created_at TEXT NOT NULL,
      kind TEXT NOT NULL,
      identity TEXT NOT NULL, model TEXT NOT NULL,
      post TEXT, field TEXT, observed TEXT, start INTEGER, "end" INTEGER, quote TEXT,
      corrected TEXT, note TEXT
    ) STRICT;
    CREATE INDEX corrections_by_identity ON corrections (identity, kind);
    CREATE INDEX corrections_by_post ON corrections (post);

    CREATE INDEX fields_by_field ON fields (field, identity, post);

    CREATE TABLE seen (post TEXT PRIMARY KEY, seen_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """,
)
