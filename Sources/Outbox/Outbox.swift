// The desk's store: one database and one spool of files.
