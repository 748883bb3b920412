import SQLDatabase

/// The tables, and what the database itself keeps whoever writes to it.
///
/// A task is its iCalendar object and, beside it, columns that say the same in plain words, for queries and for people who
/// open the database in an SQL tool. Triggers number each change of a task within its list (the number is the list's
/// sync token and the task's tag) and keep what was there before. A change of the columns alone marks the row as edited;
/// the object is brought up to date when it is read (``TaskRow/object(reader:)``).
///
/// The number is counted in the list's row and not by a sequence: whoever changes a list holds its row until the end of
/// the transaction, so that numbers become visible in their order, and no client can see 6 before 5 is there. The random
/// mark beside each number (an empty list's is `first_mark`) tells a number of this history from the same one of a restored backup.
///
/// The triggers use nothing that SQLite refuses to a schema that is not trusted (`trusted_schema=OFF`, as cautious SQL
/// tools have it): neither virtual tables nor, on older versions, JSON functions.
enum Schema {
    static let migrations = [SQLMigration(1, "lists, tasks and their history", sqlite: sqlite, postgreSQL: postgreSQL)]

    private static let sqlite: SQLScript = """
        CREATE TABLE person (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
        );
        CREATE TABLE app_password (
            id INTEGER PRIMARY KEY,
            person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            record TEXT NOT NULL,
            created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
            UNIQUE (person_id, name)
        );
        CREATE TABLE list (
            id INTEGER PRIMARY KEY,
            person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            href TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
            name TEXT NOT NULL,
            change_number INTEGER NOT NULL DEFAULT 0,
            change_mark TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
            first_mark TEXT NOT NULL DEFAULT '',
            removed_at TEXT,
            UNIQUE (person_id, href)
        );
        CREATE TABLE list_property (
            list_id INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            xml TEXT NOT NULL,
            PRIMARY KEY (list_id, name)
        );
        CREATE TABLE task (
            id INTEGER PRIMARY KEY,
            list_id INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
            title TEXT NOT NULL DEFAULT '',
            notes TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT '',
            priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 9),
            status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'started', 'done', 'cancelled')),
            due TEXT,
            starts TEXT,
            rule TEXT,
            completed_at TEXT,
            parent_uid TEXT,
            sort_order INTEGER,
            uid TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
            href TEXT NOT NULL DEFAULT (lower(hex(randomblob(16))) || '.ics'),
            object BLOB,
            is_edited INTEGER NOT NULL DEFAULT 0,
            revision INTEGER NOT NULL DEFAULT 0,
            mark TEXT NOT NULL DEFAULT '',
            created_at TEXT,
            changed_at TEXT,
            UNIQUE (list_id, href),
            UNIQUE (list_id, uid)
        );
        CREATE INDEX task_by_status ON task (list_id, status);
        CREATE TABLE history (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            list_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            mark TEXT NOT NULL,
            task_id INTEGER NOT NULL,
            action TEXT NOT NULL CHECK (action IN ('add', 'change', 'remove')),
            href TEXT NOT NULL,
            uid TEXT NOT NULL,
            title TEXT NOT NULL,
            changed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
            notes TEXT,
            tags TEXT,
            priority INTEGER,
            status TEXT,
            due TEXT,
            starts TEXT,
            rule TEXT,
            completed_at TEXT,
            parent_uid TEXT,
            sort_order INTEGER,
            created_at TEXT,
            object BLOB,
            finished TEXT,
            undoes INTEGER,
            undone_by INTEGER,
            UNIQUE (list_id, number)
        );
        CREATE TRIGGER list_added AFTER INSERT ON list BEGIN
            UPDATE list SET first_mark = NEW.change_mark WHERE id = NEW.id;
        END;
        CREATE TRIGGER task_added AFTER INSERT ON task BEGIN
            UPDATE list SET change_number = change_number + 1, change_mark = lower(hex(randomblob(8)))
                WHERE id = NEW.list_id;
            UPDATE task SET
                revision = (SELECT change_number FROM list WHERE id = NEW.list_id),
                mark = (SELECT change_mark FROM list WHERE id = NEW.list_id),
                is_edited = NEW.object IS NULL,
                created_at = COALESCE(NEW.created_at, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
                changed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
                WHERE id = NEW.id;
            INSERT INTO history (list_id, number, mark, task_id, action, href, uid, title)
                SELECT id, change_number, change_mark, NEW.id, 'add', NEW.href, NEW.uid, NEW.title
                FROM list WHERE id = NEW.list_id;
        END;
        CREATE TRIGGER task_changed AFTER UPDATE OF
            title, notes, tags, priority, status, due, starts, rule, completed_at, parent_uid, sort_order, object ON task
            WHEN NEW.list_id = OLD.list_id AND
                (NEW.title, NEW.notes, NEW.tags, NEW.priority, NEW.status, NEW.due, NEW.starts, NEW.rule,
                 NEW.completed_at, NEW.parent_uid, NEW.sort_order, NEW.object) IS NOT
                (OLD.title, OLD.notes, OLD.tags, OLD.priority, OLD.status, OLD.due, OLD.starts, OLD.rule,
                 OLD.completed_at, OLD.parent_uid, OLD.sort_order, OLD.object)
        BEGIN
            UPDATE list SET change_number = change_number + 1, change_mark = lower(hex(randomblob(8)))
                WHERE id = NEW.list_id;
            UPDATE task SET
                revision = (SELECT change_number FROM list WHERE id = NEW.list_id),
                mark = (SELECT change_mark FROM list WHERE id = NEW.list_id),
                is_edited = NEW.object IS OLD.object,
                changed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
                WHERE id = NEW.id;
            INSERT INTO history (list_id, number, mark, task_id, action, href, uid, title, notes, tags, priority, status, due, starts,
                    rule, completed_at, parent_uid, sort_order, created_at, object)
                SELECT id, change_number, change_mark, OLD.id, 'change', OLD.href, OLD.uid, OLD.title,
                    OLD.notes, OLD.tags, OLD.priority, OLD.status, OLD.due, OLD.starts, OLD.rule, OLD.completed_at,
                    OLD.parent_uid, OLD.sort_order, OLD.created_at, OLD.object
                FROM list WHERE id = NEW.list_id;
        END;
        CREATE TRIGGER task_moved AFTER UPDATE OF list_id ON task WHEN NEW.list_id <> OLD.list_id BEGIN
            UPDATE list SET change_number = change_number + 1, change_mark = lower(hex(randomblob(8)))
                WHERE id IN (OLD.list_id, NEW.list_id);
            UPDATE task SET
                revision = (SELECT change_number FROM list WHERE id = NEW.list_id),
                mark = (SELECT change_mark FROM list WHERE id = NEW.list_id)
                WHERE id = NEW.id;
            INSERT INTO history (list_id, number, mark, task_id, action, href, uid, title, notes, tags, priority, status, due, starts,
                    rule, completed_at, parent_uid, sort_order, created_at, object)
                SELECT id, change_number, change_mark, OLD.id, 'remove', OLD.href, OLD.uid, OLD.title,
                    OLD.notes, OLD.tags, OLD.priority, OLD.status, OLD.due, OLD.starts, OLD.rule, OLD.completed_at,
                    OLD.parent_uid, OLD.sort_order, OLD.created_at, OLD.object
                FROM list WHERE id = OLD.list_id;
            INSERT INTO history (list_id, number, mark, task_id, action, href, uid, title)
                SELECT id, change_number, change_mark, NEW.id, 'add', NEW.href, NEW.uid, NEW.title
                FROM list WHERE id = NEW.list_id;
        END;
        CREATE TRIGGER task_removed AFTER DELETE ON task BEGIN
            UPDATE list SET change_number = change_number + 1, change_mark = lower(hex(randomblob(8)))
                WHERE id = OLD.list_id;
            INSERT INTO history (list_id, number, mark, task_id, action, href, uid, title, notes, tags, priority, status, due, starts,
                    rule, completed_at, parent_uid, sort_order, created_at, object)
                SELECT id, change_number, change_mark, OLD.id, 'remove', OLD.href, OLD.uid, OLD.title,
                    OLD.notes, OLD.tags, OLD.priority, OLD.status, OLD.due, OLD.starts, OLD.rule, OLD.completed_at,
                    OLD.parent_uid, OLD.sort_order, OLD.created_at, OLD.object
                FROM list WHERE id = OLD.list_id;
        END;
        CREATE VIRTUAL TABLE search_index USING fts5 (title, notes, tags, tokenize = 'unicode61 remove_diacritics 2');
        CREATE TABLE search_state (id INTEGER PRIMARY KEY CHECK (id = 1), history_id INTEGER NOT NULL);
        INSERT INTO search_state (id, history_id) VALUES (1, 0);
        """

    private static let postgreSQL: SQLScript = """
        CREATE FUNCTION todo_now() RETURNS TEXT LANGUAGE sql STABLE AS
            $$ SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') $$;
        CREATE FUNCTION todo_mark() RETURNS TEXT LANGUAGE sql VOLATILE AS
            $$ SELECT substr(replace(gen_random_uuid()::text, '-', ''), 1, 16) $$;
        CREATE TABLE person (
            id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            created_at TEXT NOT NULL DEFAULT todo_now()
        );
        CREATE TABLE app_password (
            id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            record TEXT NOT NULL,
            created_at TEXT NOT NULL DEFAULT todo_now(),
            UNIQUE (person_id, name)
        );
        CREATE TABLE list (
            id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            href TEXT NOT NULL DEFAULT todo_mark(),
            name TEXT NOT NULL,
            change_number BIGINT NOT NULL DEFAULT 0,
            change_mark TEXT NOT NULL DEFAULT todo_mark(),
            first_mark TEXT NOT NULL DEFAULT '',
            removed_at TEXT,
            UNIQUE (person_id, href)
        );
        CREATE TABLE list_property (
            list_id BIGINT NOT NULL REFERENCES list (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            xml TEXT NOT NULL,
            PRIMARY KEY (list_id, name)
        );
        CREATE TABLE task (
            id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            list_id BIGINT NOT NULL REFERENCES list (id) ON DELETE CASCADE,
            title TEXT NOT NULL DEFAULT '',
            notes TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT '',
            priority BIGINT NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 9),
            status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'started', 'done', 'cancelled')),
            due TEXT,
            starts TEXT,
            rule TEXT,
            completed_at TEXT,
            parent_uid TEXT,
            sort_order BIGINT,
            uid TEXT NOT NULL DEFAULT gen_random_uuid()::text,
            href TEXT NOT NULL DEFAULT gen_random_uuid()::text || '.ics',
            object BYTEA,
            is_edited BIGINT NOT NULL DEFAULT 0,
            revision BIGINT NOT NULL DEFAULT 0,
            mark TEXT NOT NULL DEFAULT '',
            created_at TEXT,
            changed_at TEXT,
            UNIQUE (list_id, href),
            UNIQUE (list_id, uid)
        );
        CREATE INDEX task_by_status ON task (list_id, status);
        CREATE INDEX task_search ON task
            USING gin (to_tsvector('simple', title || ' ' || notes || ' ' || tags));
        CREATE TABLE history (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            list_id BIGINT NOT NULL,
            number BIGINT NOT NULL,
            mark TEXT NOT NULL,
            task_id BIGINT NOT NULL,
            action TEXT NOT NULL CHECK (action IN ('add', 'change', 'remove')),
            href TEXT NOT NULL,
            uid TEXT NOT NULL,
            title TEXT NOT NULL,
            changed_at TEXT NOT NULL DEFAULT todo_now(),
            notes TEXT,
            tags TEXT,
            priority BIGINT,
            status TEXT,
            due TEXT,
            starts TEXT,
            rule TEXT,
            completed_at TEXT,
            parent_uid TEXT,
            sort_order BIGINT,
            created_at TEXT,
            object BYTEA,
            finished TEXT,
            undoes BIGINT,
            undone_by BIGINT,
            UNIQUE (list_id, number)
        );
        CREATE FUNCTION todo_list_added() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.first_mark := NEW.change_mark;
            RETURN NEW;
        END $$;
        CREATE TRIGGER list_added BEFORE INSERT ON list FOR EACH ROW EXECUTE FUNCTION todo_list_added();
        CREATE FUNCTION todo_before_write() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE counted list%ROWTYPE;
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF NEW.list_id = OLD.list_id AND
                    (NEW.title, NEW.notes, NEW.tags, NEW.priority, NEW.status, NEW.due, NEW.starts, NEW.rule,
                     NEW.completed_at, NEW.parent_uid, NEW.sort_order, NEW.object) IS NOT DISTINCT FROM
                    (OLD.title, OLD.notes, OLD.tags, OLD.priority, OLD.status, OLD.due, OLD.starts, OLD.rule,
                     OLD.completed_at, OLD.parent_uid, OLD.sort_order, OLD.object) THEN
                    RETURN NEW;
                END IF;
                NEW.is_edited := CASE WHEN NEW.list_id = OLD.list_id
                    THEN (NEW.object IS NOT DISTINCT FROM OLD.object)::int ELSE OLD.is_edited END;
                IF NEW.list_id <> OLD.list_id THEN
                    UPDATE list SET change_number = change_number + 1, change_mark = todo_mark()
                        WHERE id = OLD.list_id RETURNING * INTO counted;
                    INSERT INTO history (list_id, number, mark, task_id, action, href, uid, title, notes, tags, priority, status, due, starts,
                    rule, completed_at, parent_uid, sort_order, created_at, object)
                        VALUES (OLD.list_id, counted.change_number, counted.change_mark, OLD.id, 'remove', OLD.href,
                            OLD.uid, OLD.title, OLD.notes, OLD.tags, OLD.priority, OLD.status, OLD.due,
                        OLD.starts, OLD.rule, OLD.completed_at, OLD.parent_uid, OLD.sort_order, OLD.created_at, OLD.object);
                END IF;
            ELSE
                NEW.is_edited := (NEW.object IS NULL)::int;
                NEW.created_at := COALESCE(NEW.created_at, todo_now());
            END IF;
            UPDATE list SET change_number = change_number + 1, change_mark = todo_mark()
                WHERE id = NEW.list_id RETURNING * INTO counted;
            NEW.revision := counted.change_number;
            NEW.mark := counted.change_mark;
            NEW.changed_at := todo_now();
            IF TG_OP = 'UPDATE' AND NEW.list_id = OLD.list_id THEN
                INSERT INTO history (list_id, number, mark, task_id, action, href, uid, title, notes, tags, priority, status, due, starts,
                    rule, completed_at, parent_uid, sort_order, created_at, object)
                    VALUES (NEW.list_id, counted.change_number, counted.change_mark, OLD.id, 'change', OLD.href,
                        OLD.uid, OLD.title, OLD.notes, OLD.tags, OLD.priority, OLD.status, OLD.due,
                        OLD.starts, OLD.rule, OLD.completed_at, OLD.parent_uid, OLD.sort_order, OLD.created_at, OLD.object);
            ELSE
                INSERT INTO history (list_id, number, mark, task_id, action, href, uid, title)
                    VALUES (NEW.list_id, counted.change_number, counted.change_mark, NEW.id, 'add', NEW.href, NEW.uid,
                        NEW.title);
            END IF;
            RETURN NEW;
        END $$;
        CREATE FUNCTION todo_after_removal() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE counted list%ROWTYPE;
        BEGIN
            UPDATE list SET change_number = change_number + 1, change_mark = todo_mark()
                WHERE id = OLD.list_id RETURNING * INTO counted;
            IF FOUND THEN
                INSERT INTO history (list_id, number, mark, task_id, action, href, uid, title, notes, tags, priority, status, due, starts,
                    rule, completed_at, parent_uid, sort_order, created_at, object)
                    VALUES (OLD.list_id, counted.change_number, counted.change_mark, OLD.id, 'remove', OLD.href,
                        OLD.uid, OLD.title, OLD.notes, OLD.tags, OLD.priority, OLD.status, OLD.due,
                        OLD.starts, OLD.rule, OLD.completed_at, OLD.parent_uid, OLD.sort_order, OLD.created_at, OLD.object);
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER task_written BEFORE INSERT OR UPDATE ON task
            FOR EACH ROW EXECUTE FUNCTION todo_before_write();
        CREATE TRIGGER task_removed AFTER DELETE ON task
            FOR EACH ROW EXECUTE FUNCTION todo_after_removal();
        """
}
