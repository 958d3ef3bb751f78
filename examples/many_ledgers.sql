-- Asks many ledgers at once, straight from their files, with DuckDB (https://duckdb.org): a ledger is JSON, so nothing
-- has to be exported first, and nothing here writes to one.
--
--   duckdb -cmd "SET VARIABLE ledgers = 'ledgers/*.json'" < examples/many_ledgers.sql
--
-- What these figures count, and what they cannot know, is said in docs/how-to/duckdb.md.

-- Every table of a ledger is a map from an id to a record. (As maps they take a fraction of the memory that json_each does.)
CREATE OR REPLACE TEMP TABLE ledger AS
SELECT meta['1'] ->> 'ledger' AS ledger, people, map_concat(settled, open) AS promises
FROM read_json(
    getvariable('ledgers'),
    format = 'unstructured',
    maximum_object_size = 2000000000,
    columns = {
        meta: 'MAP(VARCHAR, JSON)',
        people: 'MAP(VARCHAR, STRUCT(members VARCHAR[], "into" VARCHAR))',
        open: 'MAP(VARCHAR, JSON)',
        settled: 'MAP(VARCHAR, JSON)'
    }
);

-- Who is in which circle, and under which handle somebody is known now.
CREATE OR REPLACE TEMP TABLE person AS
SELECT ledger, entry.key AS handle, entry.value.members AS members, coalesce(entry.value.into, entry.key) AS now_called
FROM (SELECT ledger, unnest(map_entries(people)) AS entry FROM ledger);

CREATE OR REPLACE TEMP TABLE member AS
SELECT ledger, handle AS circle, unnest(members) AS handle
FROM person
WHERE len(members) > 0;

CREATE OR REPLACE TEMP TABLE promise AS
SELECT
    ledger,
    entry.key AS id,
    entry.value ->> 'what' AS what,
    entry.value ->> 'maker' AS maker,
    entry.value ->> '$.to[*]' AS recipients,
    entry.value ->> 'state' AS state,
    entry.value ->> 'zone' AS zone,
    coalesce(CAST(entry.value ->> 'part' AS DOUBLE), 1) AS part,
    coalesce(CAST(entry.value ->> 'help_wanted' AS BOOLEAN), false) AS help_wanted,
    entry.value ->> 'judged_due' AS due,
    CAST(entry.value ->> 'made_at' AS TIMESTAMPTZ) AS made_at,
    CAST(entry.value ->> 'settled_at' AS TIMESTAMPTZ) AS settled_at,
    entry.value ->> '$.history[*].by' AS recorded_by
FROM (SELECT ledger, unnest(map_entries(promises)) AS entry FROM ledger)
WHERE entry.value ->> 'state' <> 'undone';

-- What became of each, as `ft score` has it: `counted` is in n, `on_time` in k.
-- A day is kept until its last second where the promise was made, a moment up to and including itself.
CREATE OR REPLACE TEMP TABLE outcome AS
WITH deadline AS (
    SELECT
        *,
        CASE
            WHEN length(due) = 10 THEN timezone(zone, CAST(due AS TIMESTAMP) + INTERVAL 1 DAY) - INTERVAL 1 SECOND
            ELSE CAST(due AS TIMESTAMPTZ)
        END AS last_moment
    FROM promise
)
SELECT
    *,
    strftime(timezone(zone, coalesce(last_moment, settled_at, made_at)), '%Y-%m') AS month,
    CASE state
        WHEN 'missed' THEN true
        WHEN 'kept' THEN last_moment IS NOT NULL
        ELSE coalesce(coalesce(settled_at, getvariable('as_of'), now()) > last_moment, false)
    END AS counted,
    coalesce(state = 'kept' AND part = 1 AND settled_at <= last_moment, false) AS on_time
FROM deadline;

-- On time, by circle and month: k of n of what its members promised to it.
SELECT promised.ledger, promised.circle, month, count(*) FILTER (on_time) AS k, count(*) AS n
FROM (SELECT * EXCLUDE (recipients), unnest(recipients) AS circle FROM outcome WHERE counted) AS promised
JOIN person ON person.ledger = promised.ledger AND person.handle = promised.maker
JOIN member ON member.ledger = promised.ledger AND member.circle = promised.circle AND member.handle = person.now_called
GROUP BY ALL
ORDER BY ALL;

-- Who asks for a hand, what is due first before the rest.
SELECT ledger, id, what, recipients, due
FROM promise
WHERE state = 'open' AND help_wanted
ORDER BY due NULLS LAST, ledger, id;

-- In whose hand each ledger was recorded: its events by the side that told them. No person is named or counted.
SELECT
    ledger,
    count(*) FILTER (recorder = maker) AS by_makers,
    count(*) FILTER (recorder <> maker AND is_recipient) AS by_recipients,
    count(*) FILTER (recorder <> maker AND NOT is_recipient) AS by_others
FROM (
    SELECT
        ledger,
        maker,
        recorder,
        list_contains(recipients, recorder) OR EXISTS (
            FROM member
            WHERE member.ledger = told.ledger AND member.handle = recorder AND list_contains(recipients, member.circle)
        ) AS is_recipient
    FROM (SELECT ledger, maker, recipients, unnest(recorded_by) AS recorder FROM promise) AS told
)
GROUP BY ledger
ORDER BY ledger;
