"""Fills a kiosk's store with a great many operations in a minute or two, as years of work would have left them. The agent must
not be running. For measurements alone: what stands in the rows is made up, and nothing of it was ever at a portal.

Of ten operations three each are of accounts, of dossiers and of their submissions, and one says that a notice was read. All
but the newest are delivered: 2 in 100 wait, at least a hundred of them, and three in all were set aside."""
import sqlite3
import time

OPEN_SHARE = 50     # one in so many waits
ROWS_AT_ONCE = 20_000

# The number n of a round of ten operations; :first, :last bound it. An id's time grows with n, as those of the kiosk do.
ROUNDS = "WITH RECURSIVE r (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM r WHERE n < :last) "
NUMBERS = "WITH RECURSIVE r (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM r WHERE n < :last), k (k) AS (VALUES %s) "
ID = "printf('01a0%%04x-%%04x-7%s-8000-%%012x', n / 65536, n %% 65536, 10 * n + k)"
SUBJECT, OPERATION = ID % "001", ID % "002"


def of(kind_number, id_of=SUBJECT):
    """The id of another row of the same round."""
    return id_of.replace("+ k", "+ %d" % kind_number)


# k from 0: three accounts, from 3: their dossiers, from 6: notices about those.
ACCOUNTS = NUMBERS % "(0), (1), (2)" + """
    INSERT INTO subjects (id, kind, is_draft, is_deleted, revision, recorded_at, edited_at, portal_seen_at, identity, words, name_sort,
      state, portal_state)
    SELECT %s, 'account', 0, 0, CASE WHEN :open THEN NULL ELSE 'r' || n END, :made + n, :made + n, :made + n,
      printf('cccd:%%012d', 10 * n + k), printf('%%012d nguyen van binh', 10 * n + k), CAST(printf('%%08x', n) AS BLOB), s,
      CASE WHEN :open THEN NULL ELSE s END
    FROM (SELECT n, k, printf('{"address":{"commune_code":"23527","text":"Thôn 1, xã Sa Thầy, tỉnh Quảng Ngãi"},"birth":{"year":1990},"full_name":"Nguyễn Văn Bình","identity":{"kind":"cccd","number":"%%012d"},"kind":"citizen"}', 10 * n + k) AS s FROM r, k)
    """ % SUBJECT
DOSSIERS = NUMBERS % "(3), (4), (5)" + """
    INSERT INTO subjects (id, kind, is_draft, is_deleted, revision, recorded_at, edited_at, portal_seen_at, code, owner, submitter, words,
      name_sort, state, portal_state)
    SELECT id, 'dossier', 0, 0, CASE WHEN :open THEN NULL ELSE 'r' || n END, :made + n, :made + n, :made + n,
      CASE WHEN :open THEN NULL ELSE 'H' || (10 * n + k) END, owner, owner, 'h' || (10 * n + k) || ' 1.004269 nguyen van binh', x'', s,
      CASE WHEN :open THEN NULL ELSE s END
    FROM (SELECT n, k, %s AS id, %s AS owner, printf('{"code":"H%%d","components":[{"code":"DON","files":[{"name":"don.pdf","sha256":"%%064x","size":250000}]}],"form":{"content":"Xin xác nhận tình trạng hôn nhân","purpose":"đăng ký kết hôn"},"owner":"%%s","procedure":"1.004269","status":%%d,"submitter":"%%s"}', 10 * n + k, 10 * n + k, %s, CASE WHEN n %% 7 THEN 8 ELSE 2 END, %s) AS s FROM r, k)
    """ % (SUBJECT, SUBJECT.replace("+ k", "+ k - 3"), SUBJECT.replace("+ k", "+ k - 3"), SUBJECT.replace("+ k", "+ k - 3"))
# One in three tells of something to be handed in, most of that was answered, and one in twenty has not been seen.
NOTICES = NUMBERS % "(6), (7), (8)" + """
    INSERT INTO subjects (id, kind, is_draft, is_deleted, revision, recorded_at, edited_at, portal_seen_at, parent, words, name_sort, state,
      portal_state)
    SELECT id, 'notice', 0, 0, 'r' || n, :made + n, :made + n, :made + n, dossier, '', x'', s, s
    FROM (SELECT n, %s AS id, %s AS dossier, printf('{"at":"2026-11-24T01:00:00Z","closed":%%s,"dossier":"%%s","kind":"%%s","read":%%s,"text":"Đề nghị bổ sung giấy tờ theo phiếu hướng dẫn"}', CASE WHEN n %% 50 THEN 'true' ELSE 'false' END, %s, CASE WHEN k = 6 THEN 'supplement' ELSE 'info' END, CASE WHEN (3 * n + k) %% 20 THEN 'true' ELSE 'false' END) AS s FROM r, k)
    """ % (SUBJECT, SUBJECT.replace("+ k", "+ k - 3"), SUBJECT.replace("+ k", "+ k - 3"))
FILES = NUMBERS % "(3), (4), (5)" + """
    INSERT INTO files (sha256, size, stored_size, encoding, media_type, state, is_wanted, lane, place, sent, attempts, recorded_at)
    SELECT printf('%064x', 10 * n + k), 250000, 240000, 'gzip', 'application/pdf', CASE WHEN :open THEN 'waiting' ELSE 'done' END, 1,
      CASE WHEN :open THEN NULL ELSE 2 END, 10 * n + k, CASE WHEN :open THEN 0 ELSE 240000 END, 1, :made + n FROM r, k
    """
LINKS = NUMBERS % "(3), (4), (5)" + """
    INSERT INTO file_links (sha256, dossier, component, position, name, is_announced)
    SELECT printf('%%064x', 10 * n + k), %s, 'DON', 0, 'don.pdf', NOT :open FROM r, k
    """ % SUBJECT

# In the order in which a desk makes them: for each person the account, the dossier, its submission.
OPERATIONS = NUMBERS % ", ".join("(%d)" % number for number in range(10)) + """
    INSERT INTO operations (id, type, subject, state, lane, place, attempts, departures, made_at, needs, body, receipt, serial, received_at,
      frozen_at, digest, base, after, line)
    SELECT id, type, subject, CASE WHEN NOT :open THEN 'delivered' WHEN type IN ('account.put', 'notice.read') THEN 'waiting' ELSE 'blocked' END, 0,
      10 * n + k + 1, NOT :open, NOT :open, :made + n, '[]',
      CASE WHEN type = 'dossier.submit' THEN '{"files":1}' WHEN type = 'notice.read' THEN '{}' END,
      CASE WHEN NOT :open THEN printf('{"received_at":"2026-11-24T01:00:00Z","revision":"r%%d","serial":%%d}', n, 10 * n + k + 1) END,
      CASE WHEN NOT :open THEN 10 * n + k + 1 END, CASE WHEN NOT :open THEN :made + n + 5000 END,
      CASE WHEN NOT :open THEN :made + n + 4000 END, CASE WHEN NOT :open THEN printf('%%064x', 10 * n + k) END, NULL,
      CASE WHEN NOT :open THEN '[]' END,
      CASE WHEN NOT :open THEN CAST(printf('{"op":"%%s","type":"%%s","subject":"%%s","made_at":"2026-11-24T01:00:00Z","body":%%s}', id, type, subject, state) AS BLOB) END
    FROM (SELECT n, k, %s AS id, t.type, s.id AS subject, s.state FROM r, k,
      (SELECT 0 AS m, 'account.put' AS type UNION SELECT 1, 'dossier.put' UNION SELECT 2, 'dossier.submit' UNION SELECT 3, 'notice.read') t
      JOIN subjects s ON s.id = CASE WHEN k = 9 THEN %s WHEN k %% 3 = 0 THEN %s ELSE %s END
      WHERE t.m = CASE WHEN k = 9 THEN 3 ELSE k %% 3 END) ORDER BY n, k
    """ % (OPERATION, of(6), SUBJECT.replace("+ k", "+ k / 3"), SUBJECT.replace("+ k", "+ 3 + k / 3"))
JOURNAL = NUMBERS % ", ".join("(%d)" % number for number in range(10)) + """
    INSERT INTO journal (at, event, subject, operation, details)
    SELECT :made + n, CASE WHEN :open THEN 'recorded' ELSE 'delivered' END, o.subject, o.id,
      CASE WHEN :open THEN '{"type":"account.put"}' ELSE printf('{"serial":%%d}', 10 * n + k + 1) END
    FROM r, k JOIN operations o ON o.id = %s
    """ % OPERATION
NEEDS = """
    UPDATE operations SET needs = json_array(s.owner) FROM subjects s WHERE operations.state = 'blocked' AND s.id = operations.subject;
    INSERT INTO needs (subject, operation) SELECT s.owner, o.sequence FROM operations o JOIN subjects s ON s.id = o.subject
      WHERE o.state = 'blocked';
    """
# Something was refused, another change stood in the way, one harmed the machine: few, whatever the number of all.
TROUBLE = """
    UPDATE operations SET state = 'rejected', reason = 'invalid-body', problem = '{"type":"/problems/invalid-body"}'
      WHERE sequence = (SELECT min(sequence) FROM operations WHERE state = 'waiting');
    UPDATE operations SET state = 'quarantined', reason = 'poison'
      WHERE sequence = (SELECT min(sequence) FROM operations WHERE state = 'waiting');
    UPDATE operations SET state = 'held', reason = 'held'
      WHERE sequence = (SELECT min(sequence) FROM operations WHERE state = 'waiting');
    """


def fill(path, count):
    """Adds `count` operations, a multiple of 10 and at least 1,000, to the store at `path`, which holds none yet."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA cache_size = -262144")
    rounds = count // 10
    delivered = rounds - max(10, rounds // OPEN_SHARE)
    made = int(time.time() * 1000) - rounds - 60_000
    first = 0
    while first < rounds:
        is_open = first >= delivered
        last = min(first + ROWS_AT_ONCE // 10, rounds if is_open else delivered) - 1
        database.execute("BEGIN IMMEDIATE")
        for sql in (ACCOUNTS, DOSSIERS, NOTICES, FILES, LINKS, OPERATIONS, JOURNAL):
            database.execute(sql, {"first": first, "last": last, "open": int(is_open), "made": made})
        database.execute("COMMIT")
        first = last + 1
    database.executescript("BEGIN;" + NEEDS + TROUBLE + "COMMIT; PRAGMA wal_checkpoint(TRUNCATE);")
    stored = database.execute("SELECT count(*) FROM operations").fetchone()[0]
    database.close()
    if stored != count:
        raise RuntimeError("%d operations were stored, not %d" % (stored, count))
