-- The same facts as tables and as one JSONB document for each form, asked the same questions: see documents.sh.
\set QUIET on
SET client_min_messages = warning;
\pset format unaligned
\pset tuples_only on
\pset fieldsep '\t'

-- A document holds what a page about the form shows: a document store has no joins, so moves bring their type and power.
CREATE TABLE documents AS
SELECT forms.slug, jsonb_build_object(
    'slug', forms.slug, 'name', forms.name, 'number', species.id, 'generation', forms.generation_id,
    'kind', forms.kind, 'rarity', species.rarity,
    'types', (SELECT jsonb_agg(types.slug ORDER BY slot) FROM form_types JOIN types ON types.id = type_id
              WHERE form_id = forms.id),
    'stats', (SELECT jsonb_object_agg(stats.slug, base) FROM form_stats JOIN stats ON stats.id = stat_id
              WHERE form_id = forms.id),
    'abilities', (SELECT jsonb_agg(abilities.slug ORDER BY slot) FROM form_abilities
                  JOIN abilities ON abilities.id = ability_id WHERE form_id = forms.id),
    'learnset', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                     'move', moves.slug, 'type', types.slug, 'power', moves.power, 'generation', l.generation_id,
                     'method', learn_methods.slug, 'level', l.level)), '[]')
                 FROM learnset AS l JOIN moves ON moves.id = l.move_id JOIN types ON types.id = moves.type_id
                 JOIN learn_methods ON learn_methods.id = l.method_id WHERE l.form_id = forms.id)) AS body
FROM forms JOIN species ON species.id = forms.species_id;
ALTER TABLE documents ADD PRIMARY KEY (slug);
CREATE INDEX documents_body_index ON documents USING gin (body jsonb_path_ops);
VACUUM ANALYZE;

-- The median of eleven runs in milliseconds. Only a number comes back, so that all of an answer is made, and no time
-- goes into sending it.
CREATE FUNCTION pg_temp.median(question text) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
    times double precision[] := '{}';
    start timestamptz;
    answer bigint;
BEGIN
    FOR run IN 1..11 LOOP
        start := clock_timestamp();
        EXECUTE question INTO answer;
        times := times || extract(epoch FROM clock_timestamp() - start) * 1000;
    END LOOP;
    RETURN (SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY time)::numeric, 2) FROM unnest(times) AS time);
END $$;

-- The time of an update that is rolled back, the median of five.
CREATE FUNCTION pg_temp.median_update(change text) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
    times double precision[] := '{}';
    start timestamptz;
BEGIN
    FOR run IN 1..5 LOOP
        BEGIN
            start := clock_timestamp();
            EXECUTE change;
            times := times || extract(epoch FROM clock_timestamp() - start) * 1000;
            RAISE SQLSTATE 'UNDO0';
        EXCEPTION WHEN SQLSTATE 'UNDO0' THEN NULL;
        END;
    END LOOP;
    RETURN (SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY time)::numeric, 2) FROM unnest(times) AS time);
END $$;

CREATE TEMP TABLE questions (id serial, name text, tables text, documents text);
INSERT INTO questions (name, tables, documents) VALUES
('everything about one Pokémon',
 $$SELECT length(jsonb_build_object('form', to_jsonb(forms),
       'types', (SELECT jsonb_agg(types.slug) FROM form_types JOIN types ON types.id = type_id WHERE form_id = forms.id),
       'stats', (SELECT jsonb_agg(base) FROM form_stats WHERE form_id = forms.id),
       'abilities', (SELECT jsonb_agg(abilities.slug) FROM form_abilities JOIN abilities ON abilities.id = ability_id
                     WHERE form_id = forms.id),
       'learnset', (SELECT jsonb_agg(jsonb_build_object('move', moves.slug, 'type', types.slug, 'power', moves.power,
                        'generation', l.generation_id, 'method', learn_methods.slug, 'level', l.level))
                    FROM learnset AS l JOIN moves ON moves.id = l.move_id JOIN types ON types.id = moves.type_id
                    JOIN learn_methods ON learn_methods.id = l.method_id WHERE l.form_id = forms.id))::text)
   FROM forms WHERE slug = 'pikachu'$$,
 $$SELECT length(body::text) FROM documents WHERE slug = 'pikachu'$$),
('fire, of generation 1, speed at least 100',
 $$SELECT count(*) FROM forms JOIN form_types ON form_types.form_id = forms.id JOIN types ON types.id = type_id
   JOIN form_stats ON form_stats.form_id = forms.id AND stat_id = 6
   WHERE types.slug = 'fire' AND forms.generation_id = 1 AND base >= 100$$,
 $$SELECT count(*) FROM documents WHERE body @> '{"types": ["fire"], "generation": 1}'
   AND (body -> 'stats' ->> 'speed')::int >= 100$$),
('who learns surf in generation 9',
 $$SELECT count(DISTINCT form_id) FROM learnset JOIN moves ON moves.id = move_id
   WHERE moves.slug = 'surf' AND learnset.generation_id = 9$$,
 $$SELECT count(*) FROM documents WHERE body @> '{"learnset": [{"move": "surf", "generation": 9}]}'$$),
('speed at least 150',
 $$SELECT count(*) FROM form_stats WHERE stat_id = 6 AND base >= 150$$,
 $$SELECT count(*) FROM documents WHERE (body -> 'stats' ->> 'speed')::int >= 150$$),
('mean speed of each type',
 $$SELECT count(*) FROM (SELECT type_id, avg(base) FROM form_types JOIN form_stats USING (form_id) WHERE stat_id = 6
                         GROUP BY type_id OFFSET 0) AS means$$,
 $$SELECT count(*) FROM (SELECT type, avg((body -> 'stats' ->> 'speed')::int)
                         FROM documents, jsonb_array_elements_text(body -> 'types') AS type GROUP BY type OFFSET 0) AS means$$),
('the ten moves that most forms learn',
 $$SELECT count(*) FROM (SELECT move_id, count(DISTINCT form_id) FROM learnset GROUP BY move_id
                         ORDER BY 2 DESC LIMIT 10) AS moves$$,
 $$SELECT count(*) FROM (SELECT entry ->> 'move', count(DISTINCT slug)
                         FROM documents, jsonb_array_elements(body -> 'learnset') AS entry GROUP BY 1
                         ORDER BY 2 DESC LIMIT 10) AS moves$$);

SELECT 'milliseconds', 'tables', 'documents';
SELECT name, pg_temp.median(tables), pg_temp.median(documents) FROM questions ORDER BY id;
SELECT 'surf gets another power, everywhere',
    pg_temp.median_update($$UPDATE moves SET power = 95 WHERE slug = 'surf'$$),
    pg_temp.median_update($$
        UPDATE documents SET body = jsonb_set(body, '{learnset}', (
            SELECT jsonb_agg(CASE WHEN entry ->> 'move' = 'surf' THEN entry || '{"power": 95}' ELSE entry END)
            FROM jsonb_array_elements(body -> 'learnset') AS entry))
        WHERE body @> '{"learnset": [{"move": "surf"}]}'$$);
SELECT 'rows or documents that this rewrites', 1,
    (SELECT count(*) FROM documents WHERE body @> '{"learnset": [{"move": "surf"}]}');
SELECT 'size with indexes, MB',
    round((SELECT sum(pg_total_relation_size(oid)) FROM pg_class
           WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'documents') / 1e6, 1),
    round(pg_total_relation_size('documents') / 1e6, 1);
-- Both ways must have answered the same.
DO $$
DECLARE
    question record;
    one bigint;
    other bigint;
BEGIN
    FOR question IN SELECT * FROM questions WHERE id > 1 LOOP
        EXECUTE question.tables INTO one;
        EXECUTE question.documents INTO other;
        IF one <> other THEN RAISE EXCEPTION '%: % rows here, % there', question.name, one, other; END IF;
    END LOOP;
END $$;
