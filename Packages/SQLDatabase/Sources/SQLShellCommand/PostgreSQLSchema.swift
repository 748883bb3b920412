import SQLDatabase

/// The SQL that makes the tables and views of a PostgreSQL database, put together from its catalogue: PostgreSQL keeps no
/// SQL of them.
///
/// The order is that in which it can be run, which is also `pg_dump`'s: types, sequences, tables with all constraints but
/// foreign keys, partitions, views, indexes, foreign keys, then triggers, rules, policies and comments. What is left out:
/// functions, owners and privileges.
struct PostgreSQLSchema {
    let connection: SQLConnection

    /// The statements for all relations of the user's schemas, or for the one with a name.
    func statements(of table: String?) throws -> [String] {
        let relations = try connection.query(
            """
            SELECT CAST(c.oid AS bigint) AS id, CAST(CAST(c.oid AS regclass) AS text) AS name, CAST(c.relkind AS text) AS kind
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%' AND \(meant(table))
                AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                    WHERE d.classid = CAST('pg_class' AS regclass) AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY c.oid
            """
        ).map { Relation(id: try $0.get("id"), name: try $0.get("name"), kind: try $0.get("kind")) }
        let tables = relations.filter { $0.isTable }
        guard !relations.isEmpty else { return [] }
        var statements = try types(of: table == nil ? nil : tables)
        statements += try sequences(of: table == nil ? nil : tables)
        for relation in tables { statements.append(try create(relation)) }
        for relation in tables { statements += try values(ownership(of: relation)) }
        for relation in tables { statements += try values(attachment(of: relation)) }
        for relation in relations where !relation.isTable { statements += try values(view(relation)) }
        for relation in relations { statements += try values(indexes(of: relation)) }
        // Without the parent's the index of a partition has nothing to be attached to.
        if table == nil { for relation in tables { statements += try values(indexAttachments(of: relation)) } }
        for relation in tables { statements += try values(foreignKeys(of: relation)) }
        for relation in relations { statements += try values(rest(of: relation)) }
        for relation in relations { statements += try values(comments(on: relation)) }
        return statements
    }

    /// How many functions the database has that ``statements(of:)`` leaves out.
    func functionCount() throws -> Int {
        try connection.value(
            """
            SELECT count(*) FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
                AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
            """)
    }

    private struct Relation {
        let id: Int
        /// The name as SQL has it: with its schema where that is needed, and quoted where that is.
        let name: String
        let kind: String

        var isTable: Bool { kind != "v" && kind != "m" }
    }

    private func meant(_ table: String?) -> SQLStatement {
        guard let table else { return "true" }
        // As it was typed if such a table is there: otherwise a name with capital letters would have to be quoted.
        return "c.oid = coalesce(to_regclass(quote_ident(\(table))), to_regclass(\(table)))"
    }

    private func values(_ statement: SQLStatement) throws -> [String] {
        try connection.values(statement, as: String.self)
    }

    // MARK: Before the tables

    /// Enumerations, domains and composite types: all, or those that the columns of some tables have.
    private func types(of tables: [Relation]?) throws -> [String] {
        var condition: SQLStatement = """
            n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                WHERE d.classid = CAST('pg_type' AS regclass) AND d.objid = t.oid AND d.deptype = 'e')
            """
        if let tables {
            // An array's type leads to that of its elements.
            condition = """
                \(condition) AND t.oid IN (SELECT CASE WHEN e.typelem <> 0 AND e.typlen = -1 THEN e.typelem ELSE e.oid END
                    FROM pg_attribute AS a JOIN pg_type AS e ON e.oid = a.atttypid
                    WHERE NOT a.attisdropped AND CAST(a.attrelid AS bigint) IN (\(list: tables.map(\.id))))
                """
        }
        return try values(
            """
            SELECT CASE t.typtype
                WHEN 'e' THEN format('CREATE TYPE %s AS ENUM (%s);', CAST(t.oid AS regtype),
                    (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum
                        WHERE enumtypid = t.oid))
                WHEN 'd' THEN format('CREATE DOMAIN %s AS %s%s%s%s%s;', CAST(t.oid AS regtype),
                    format_type(t.typbasetype, t.typtypmod),
                    CASE WHEN t.typcollation <> b.typcollation AND t.typcollation <> 0
                        THEN format(' COLLATE %s', CAST(t.typcollation AS regcollation)) ELSE '' END,
                    coalesce(' DEFAULT ' || t.typdefault, ''), CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END,
                    coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)), ''
                        ORDER BY conname) FROM pg_constraint WHERE contypid = t.oid AND contype = 'c'), ''))
                ELSE format(E'CREATE TYPE %s AS (\\n    %s\\n);', CAST(t.oid AS regtype),
                    (SELECT string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), E',\\n    '
                        ORDER BY attnum) FROM pg_attribute WHERE attrelid = t.typrelid AND NOT attisdropped)) END
            FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
            LEFT JOIN pg_type AS b ON b.oid = t.typbasetype LEFT JOIN pg_class AS c ON c.oid = t.typrelid
            WHERE (t.typtype IN ('e', 'd') OR (t.typtype = 'c' AND c.relkind = 'c')) AND \(condition)
            ORDER BY t.oid
            """)
    }

    /// Sequences but those of identity columns: all, or those that the defaults of some tables take numbers from.
    private func sequences(of tables: [Relation]?) throws -> [String] {
        var condition: SQLStatement = """
            n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_temp%'
                AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.classid = CAST('pg_class' AS regclass)
                    AND d.objid = s.seqrelid AND d.deptype IN ('i', 'e'))
            """
        if let tables {
            condition = """
                \(condition) AND EXISTS (SELECT 1 FROM pg_depend AS d JOIN pg_attrdef AS e ON e.oid = d.objid
                    WHERE d.classid = CAST('pg_attrdef' AS regclass) AND d.refobjid = s.seqrelid
                        AND CAST(e.adrelid AS bigint) IN (\(list: tables.map(\.id))))
                """
        }
        return try values(
            """
            SELECT format('CREATE SEQUENCE %s AS %s%s;', CAST(s.seqrelid AS regclass), format_type(s.seqtypid, NULL),
                \(Self.sequenceOptions))
            FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE \(condition) ORDER BY c.oid
            """)
    }

    private func ownership(of relation: Relation) -> SQLStatement {
        """
        SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I;', CAST(s.seqrelid AS regclass), CAST(d.refobjid AS regclass), a.attname)
        FROM \(Self.ownSequences(of: relation.id, kind: "a"))
        JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        """
    }

    private static func ownSequences(of id: Int, kind: String) -> SQLStatement {
        """
        pg_depend AS d JOIN pg_sequence AS s ON s.seqrelid = d.objid AND d.classid = CAST('pg_class' AS regclass)
            AND d.refclassid = CAST('pg_class' AS regclass) AND d.refobjid = CAST(\(id) AS oid)
            AND d.deptype = CAST(\(kind) AS "char") AND d.refobjsubid > 0
        """
    }

    /// What of a sequence is not as `CREATE SEQUENCE` would make it.
    private static let sequenceOptions: SQLStatement = """
        concat(CASE WHEN s.seqincrement <> 1 THEN format(' INCREMENT BY %s', s.seqincrement) END,
            CASE WHEN s.seqmin <> CASE WHEN s.seqincrement > 0 THEN 1 ELSE CASE s.seqtypid WHEN 21 THEN -32768
                    WHEN 23 THEN -2147483648 ELSE -9223372036854775808 END END
                THEN format(' MINVALUE %s', s.seqmin) END,
            CASE WHEN s.seqmax <> CASE WHEN s.seqincrement < 0 THEN -1 ELSE CASE s.seqtypid WHEN 21 THEN 32767
                    WHEN 23 THEN 2147483647 ELSE 9223372036854775807 END END
                THEN format(' MAXVALUE %s', s.seqmax) END,
            CASE WHEN s.seqstart <> CASE WHEN s.seqincrement > 0 THEN s.seqmin ELSE s.seqmax END
                THEN format(' START WITH %s', s.seqstart) END,
            CASE WHEN s.seqcache <> 1 THEN format(' CACHE %s', s.seqcache) END, CASE WHEN s.seqcycle THEN ' CYCLE' END)
        """

    // MARK: Tables

    private func create(_ relation: Relation) throws -> String {
        let id = relation.id
        let columns = try values(
            """
            SELECT concat(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)),
                CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0
                    THEN format(' COLLATE %s', CAST(a.attcollation AS regcollation)) END,
                CASE WHEN a.attidentity <> '' THEN (
                        SELECT format(' GENERATED %s AS IDENTITY%s', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
                            CASE WHEN o.options <> '' THEN format(' (%s)', ltrim(o.options)) END)
                        FROM \(Self.ownSequences(of: id, kind: "i")),
                            LATERAL (SELECT \(Self.sequenceOptions) AS options) AS o
                        WHERE d.refobjsubid = a.attnum)
                    WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s)%s', pg_get_expr(e.adbin, e.adrelid),
                        CASE a.attgenerated WHEN 's' THEN ' STORED' END)
                    WHEN e.adbin IS NOT NULL THEN format(' DEFAULT %s', pg_get_expr(e.adbin, e.adrelid)) END,
                CASE WHEN a.attnotnull THEN ' NOT NULL' END)
            FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef AS e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
            WHERE a.attrelid = CAST(\(id) AS oid) AND a.attnum > 0 AND NOT a.attisdropped
                AND (a.attislocal OR (SELECT relispartition FROM pg_class WHERE oid = a.attrelid))
            ORDER BY a.attnum
            """)
        let constraints = try values(
            """
            SELECT format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
            WHERE conrelid = CAST(\(id) AS oid) AND contype IN ('p', 'u', 'c', 'x')
                AND (conislocal OR (SELECT relispartition FROM pg_class WHERE oid = conrelid))
            ORDER BY array_position(ARRAY['p', 'u', 'x', 'c'], CAST(contype AS text)), conname
            """)
        let ends = try values(
            """
            SELECT concat(
                (SELECT format(' INHERITS (%s)', string_agg(CAST(CAST(inhparent AS regclass) AS text), ', ' ORDER BY inhseqno))
                    FROM pg_inherits WHERE inhrelid = c.oid AND NOT c.relispartition HAVING count(*) > 0),
                CASE c.relkind WHEN 'p' THEN format(' PARTITION BY %s', pg_get_partkeydef(c.oid)) END,
                (SELECT format(' SERVER %I%s', s.srvname, CASE WHEN f.ftoptions IS NOT NULL THEN format(' OPTIONS (%s)',
                        (SELECT string_agg(format('%I %L', option_name, option_value), ', ')
                            FROM pg_options_to_table(f.ftoptions))) END)
                    FROM pg_foreign_table AS f JOIN pg_foreign_server AS s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid),
                (SELECT format(' USING %I', amname) FROM pg_am WHERE oid = c.relam AND amname <> 'heap'),
                CASE WHEN c.reloptions IS NOT NULL THEN format(' WITH (%s)', array_to_string(c.reloptions, ', ')) END,
                (SELECT format(' TABLESPACE %I', spcname) FROM pg_tablespace WHERE oid = c.reltablespace))
            FROM pg_class AS c WHERE c.oid = CAST(\(id) AS oid)
            UNION ALL SELECT CASE relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END FROM pg_class
            WHERE oid = CAST(\(id) AS oid)
            """)
        let (end, kind) = (ends.first ?? "", relation.kind == "f" ? "FOREIGN " : ends.last ?? "")
        let parts = columns + constraints
        let body = parts.isEmpty ? "" : "\n    \(parts.joined(separator: ",\n    "))\n"
        return "CREATE \(kind)TABLE \(relation.name) (\(body))\(end);"
    }

    private func attachment(of relation: Relation) -> SQLStatement {
        """
        SELECT format('ALTER TABLE ONLY %s ATTACH PARTITION %s %s;', CAST(i.inhparent AS regclass), CAST(c.oid AS regclass),
            pg_get_expr(c.relpartbound, c.oid))
        FROM pg_class AS c JOIN pg_inherits AS i ON i.inhrelid = c.oid
        WHERE c.oid = CAST(\(relation.id) AS oid) AND c.relispartition
        """
    }

    // MARK: After the tables

    private func view(_ relation: Relation) -> SQLStatement {
        """
        SELECT format(E'CREATE %s %s%s AS\\n%s%s;', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END,
            CAST(c.oid AS regclass),
            CASE WHEN c.reloptions IS NOT NULL THEN format(' WITH (%s)', array_to_string(c.reloptions, ', ')) END,
            rtrim(pg_get_viewdef(c.oid), ';'), CASE c.relkind WHEN 'm' THEN E'\\n  WITH NO DATA' END)
        FROM pg_class AS c WHERE c.oid = CAST(\(relation.id) AS oid)
        """
    }

    private func indexes(of relation: Relation) -> SQLStatement {
        """
        SELECT pg_get_indexdef(i.indexrelid) || ';' FROM pg_index AS i
        WHERE i.indrelid = CAST(\(relation.id) AS oid)
            AND NOT EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
        ORDER BY i.indexrelid
        """
    }

    private func indexAttachments(of relation: Relation) -> SQLStatement {
        """
        SELECT format('ALTER INDEX %s ATTACH PARTITION %s;', CAST(h.inhparent AS regclass), CAST(h.inhrelid AS regclass))
        FROM pg_inherits AS h JOIN pg_index AS i ON i.indexrelid = h.inhrelid
        WHERE i.indrelid = CAST(\(relation.id) AS oid)
            AND NOT EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
        ORDER BY i.indexrelid
        """
    }

    private func foreignKeys(of relation: Relation) -> SQLStatement {
        """
        SELECT format('ALTER TABLE %s%s ADD CONSTRAINT %I %s;', CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END,
            CAST(k.conrelid AS regclass), k.conname, pg_get_constraintdef(k.oid))
        FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
        WHERE k.conrelid = CAST(\(relation.id) AS oid) AND k.contype = 'f' AND k.conparentid = 0 ORDER BY k.conname
        """
    }

    /// Column settings, extended statistics, triggers, rules and row level security.
    private func rest(of relation: Relation) -> SQLStatement {
        """
        SELECT statement FROM (
            SELECT 1 AS part, attnum AS number, format('ALTER TABLE ONLY %s ALTER COLUMN %I SET STORAGE %s;',
                CAST(attrelid AS regclass), attname,
                CASE attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED' ELSE 'MAIN' END)
                AS statement
            FROM pg_attribute JOIN pg_type AS t ON t.oid = atttypid
            WHERE attrelid = CAST(\(relation.id) AS oid) AND attnum > 0 AND NOT attisdropped AND attstorage <> t.typstorage
                AND (SELECT relkind FROM pg_class WHERE oid = attrelid) IN ('r', 'p', 'm')
            UNION ALL SELECT 2, CAST(oid AS bigint), pg_get_statisticsobjdef(oid) || ';' FROM pg_statistic_ext
            WHERE stxrelid = CAST(\(relation.id) AS oid)
            UNION ALL SELECT 3, CAST(oid AS bigint), pg_get_triggerdef(oid) || ';' || CASE tgenabled WHEN 'D'
                THEN format(E'\\nALTER TABLE %s DISABLE TRIGGER %I;', CAST(tgrelid AS regclass), tgname) ELSE '' END
            FROM pg_trigger WHERE tgrelid = CAST(\(relation.id) AS oid) AND NOT tgisinternal AND tgparentid = 0
            UNION ALL SELECT 4, CAST(oid AS bigint), pg_get_ruledef(oid) FROM pg_rewrite
            WHERE ev_class = CAST(\(relation.id) AS oid) AND rulename <> '_RETURN'
            UNION ALL SELECT 5, 0, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY;', CAST(oid AS regclass)) FROM pg_class
            WHERE oid = CAST(\(relation.id) AS oid) AND relrowsecurity
            UNION ALL SELECT 6, 0, format('ALTER TABLE %s FORCE ROW LEVEL SECURITY;', CAST(oid AS regclass)) FROM pg_class
            WHERE oid = CAST(\(relation.id) AS oid) AND relforcerowsecurity
            UNION ALL SELECT 7, CAST(oid AS bigint), concat(format('CREATE POLICY %I ON %s', polname, CAST(polrelid AS regclass)),
                CASE WHEN NOT polpermissive THEN ' AS RESTRICTIVE' END,
                CASE polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
                    WHEN 'd' THEN ' FOR DELETE' END,
                CASE WHEN polroles <> CAST('{0}' AS oid[]) THEN ' TO ' || (SELECT string_agg(quote_ident(rolname), ', ')
                    FROM pg_roles WHERE oid = ANY (polroles)) END,
                ' USING (' || pg_get_expr(polqual, polrelid) || ')',
                ' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')', ';')
            FROM pg_policy WHERE polrelid = CAST(\(relation.id) AS oid)
        ) AS parts ORDER BY part, number
        """
    }

    private func comments(on relation: Relation) -> SQLStatement {
        """
        SELECT CASE WHEN d.objsubid = 0 THEN format('COMMENT ON %s %s IS %L;', CASE c.relkind WHEN 'v' THEN 'VIEW'
                WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END,
                CAST(c.oid AS regclass), d.description)
            ELSE format('COMMENT ON COLUMN %s.%I IS %L;', CAST(c.oid AS regclass), a.attname, d.description) END
        FROM pg_description AS d JOIN pg_class AS c ON c.oid = d.objoid
        LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0
        WHERE d.classoid = CAST('pg_class' AS regclass) AND c.oid = CAST(\(relation.id) AS oid) ORDER BY d.objsubid
        """
    }
}
