import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../server/src/db/connect.ts'
import { rebuildRollup, rollups, type RollupName } from '../../server/src/ledger/rollups.ts'

/** The shape of the ledger: 300 ranked institutions in 8 peer groups with 1,200 outlets, 30 regions, five years. */
export const shape = {
  institutions: 300,
  groups: 8,
  outlets: 1_200,
  regions: 30,
  categories: 12,
  causes: 25,
  channels: 8,
  firstDay: '2021-01-01',
  days: 1_826,
}
/** The business day of the generated ledger. */
export const benchToday = '2026-01-05'
const firstBatchRevision = 2

/**
 * Fills an empty, migrated database with `rows` complaints, in bulk and past the ledger's commands: sixty monthly
 * batches, each a change; versions, identities and assertions as an import leaves them; the rollups made again from the
 * versions by the product's own code. Texts are left out.
 */
export async function fillLedger(db: Db, rows: number, log: (line: string) => void): Promise<void> {
  if (!db.owner) throw new Error('The bench needs the owner of its database.')
  const owner = db.owner
  const step = async (name: string, statements: readonly string[]) => {
    const start = performance.now()
    // One connection: random() follows setseed, and temporary tables stay.
    await owner.transaction().execute(async (tx) => {
      await sql.raw(`set local max_parallel_workers_per_gather = 0; set local work_mem = '256MB'`).execute(tx)
      for (const statement of statements) await sql.raw(statement).execute(tx)
    })
    log(`  ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  }
  await step('institutions, dictionaries, months', [...places(), ...institutions(), ...dictionaries(), ...changes()])
  await step('drawn rows', drawnRows(rows))
  await step('identities', [IDENTITIES])
  await step('versions', [VERSIONS])
  await step('assertions', [
    ASSERTIONS,
    'drop table bench_row',
    `update batch b set row_count = (select count(*) from assertion a where a.batch_id = b.id)`,
  ])
  for (const name of Object.keys(rollups) as RollupName[]) {
    const start = performance.now()
    await owner.transaction().execute(async (tx) => {
      await sql.raw(`set local work_mem = '256MB'; alter table complaint_version disable row level security`).execute(tx)
      await rebuildRollup(tx, name)
      await sql.raw('alter table complaint_version enable row level security').execute(tx)
    })
    log(`  rollup ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  }
  await sql.raw('vacuum (analyze)').execute(owner)
}

function places(): string[] {
  return [
    `insert into installation (origin, kind) select '${randomUUID()}', 'REAL' where not exists (select from installation)`,
    `delete from region`,
    `insert into region (region_id, key, parent_id, level, zh, en, revision) values (1, 'bench', null, 'PROVINCE', '测算省', 'Bench Province', 1)`,
    `insert into region (region_id, key, parent_id, level, zh, en, revision)
       select 1 + i, 'bench-' || i, 1, 'COUNTY', '测算县' || i, 'Bench County ' || i, 1 from generate_series(1, ${shape.regions}) i`,
    `select setval(pg_get_serial_sequence('region', 'region_id'), ${shape.regions + 1})`,
  ]
}

/** Ranked institutions 1 to 300, their outlets from 301 on, four each, in the same region. */
function institutions(): string[] {
  const { institutions: ranked, outlets, regions, groups } = shape
  const all = `generate_series(1, ${ranked + outlets}) i`
  const top = `case when i <= ${ranked} then i else 1 + (i - ${ranked + 1}) % ${ranked} end`
  const region = `2 + (${top}) % ${regions}`
  return [
    `insert into institution (region_id, institution_id, key, code, revision) select ${region}, i, 'B' || i, 'B' || i, 1 from ${all}`,
    `select setval(pg_get_serial_sequence('institution', 'institution_id'), ${ranked + outlets})`,
    `insert into institution_version (region_id, institution_id, name, parent_id, peer_group_id, ranked, opened_on, display_order, revision)
       select ${region}, i, case when i <= ${ranked} then '测算银行' || i else '测算网点' || i end, case when i > ${ranked} then ${top} end,
              100 + (${top}) % ${groups}, i <= ${ranked}, date '2000-01-01', i, 1 from ${all}`,
    `insert into exposure (region_id, institution_id, base, as_of, value, revision)
       select 2 + i % ${regions}, i, base, as_of::date, case base when 'outlets' then 4 + i % 9 when 'personalCustomers' then 20000 + i * 700 when 'premium' then 90000000 + i * 1000000 else 5000 + i * 90 end, 1
         from generate_series(1, ${ranked}) i, unnest(array['outlets', 'personalCustomers', 'premium', 'policies']) base,
              generate_series(timestamp '2020-12-31', timestamp '2025-12-31', interval '6 months') as_of`,
  ]
}

/** Entry and word share their number: peer groups from 100, categories 200, causes 300, channels 400, service 500, satisfaction 600, upheld 700, severity 800, rights domains 900, departments 950. */
function dictionaries(): string[] {
  const words = (kind: string, from: number, count: number, zh: string) => [
    `insert into dictionary_entry (region_id, id, kind, key, zh, en, display_order, attributes, from_revision)
       select 1, ${from} + i, '${kind}', upper('${kind}') || '_' || i, '${zh}' || i, '${kind} ' || i, i, '{}', 1 from generate_series(0, ${count - 1}) i`,
    `insert into dictionary_word (region_id, id, kind, word, revision) select 1, ${from} + i, '${kind}', '${zh}' || i, 1 from generate_series(0, ${count - 1}) i`,
    // Words and their meanings belong to the jurisdiction that wrote them; here every county wrote the same ones.
    `insert into word_meaning (region_id, word_id, entry_id, from_revision) select 1, ${from} + i, ${from} + i, 1 from generate_series(0, ${count - 1}) i`,
  ]
  return [
    `delete from word_meaning`,
    `delete from dictionary_word`,
    `delete from dictionary_entry`,
    ...words('peerGroup', 100, shape.groups, '同业组'),
    ...words('category', 200, shape.categories, '业务'),
    ...words('cause', 300, shape.causes, '原因'),
    ...words('lodgingChannel', 400, shape.channels, '渠道'),
    ...words('serviceChannel', 500, 4, '办理渠道'),
    ...words('satisfaction', 600, 3, '评价'),
    ...words('upheld', 700, 3, '定性'),
    ...words('severity', 800, 3, '等级'),
    ...words('rightsDomain', 900, 6, '领域'),
    ...words('department', 950, 2, '股室'),
    `update dictionary_entry set attributes = case kind
         when 'upheld' then jsonb_build_object('outcome', (array['UPHELD', 'PARTLY', 'NOT_UPHELD'])[id - 699])
         when 'satisfaction' then jsonb_build_object('satisfied', id < 602)
         when 'severity' then jsonb_build_object('major', id = 802)
         when 'rightsDomain' then jsonb_build_object('department', 'DEPARTMENT_' || id % 2)
         else attributes end`,
    `select setval('dictionary_entry_id', 1000)`,
    `select setval(pg_get_serial_sequence('dictionary_word', 'id'), 1000)`,
  ]
}

/** The first change sets up; then one change and one batch a month for each region's file, all in one revision. */
function changes(): string[] {
  const regions = `generate_series(2, ${shape.regions + 1}) r`
  const months = `generate_series(0, 59) m`
  return [
    `insert into complaint_source (region_id, id, register, name, revision) select r, r, 1, 'LOCAL', 1 from ${regions}`,
    `select setval(pg_get_serial_sequence('complaint_source', 'id'), ${shape.regions + 1})`,
    `insert into batch (region_id, id, key, kind, register, source_id, file_name, row_count, fields, mapping, report, revision)
       select r, m * 100 + r, gen_random_uuid(), 'COMPLAINTS', 1, r, 'bench-' || m || '-' || r, 0, '{}', '{}', '{}', ${firstBatchRevision} + m from ${regions}, ${months}`,
    `select setval(pg_get_serial_sequence('batch', 'id'), 10000)`,
    `insert into change (region_id, revision, key, origin, origin_revision, kind, actor_id, actor_name, at, method, detail, digest)
       select 1, revision, gen_random_uuid(), (select origin from installation), revision, 'IMPORT', 0, 'bench', timestamptz '2021-02-01 09:00+08' + revision * interval '1 month', 1, '{}', ''
         from generate_series(1, ${firstBatchRevision + 59}) revision`,
    `update revision_counter set revision = ${firstBatchRevision + 59}`,
    `insert into month_close (region_id, month, from_revision)
       select 1, (date '${shape.firstDay}' + m * interval '1 month')::date, ${firstBatchRevision} + m from ${months}`,
  ]
}

/** Skewed draws from one seed: few institutions, categories and causes hold most complaints; one in ten is late. */
function drawnRows(rows: number): string[] {
  const skewed = (count: number, power: number) => `least(${count - 1}, floor(${count} * power(random(), ${power}))::integer)`
  return [
    `select setseed(0.42)`,
    `create table bench_row as
       select i as complaint_id, received_on, institution_id,
              case when random() < 0.5 then institution_id else ${shape.institutions} + institution_id + ${shape.institutions} * floor(random() * 4)::integer end as named_id,
              2 + institution_id % ${shape.regions} as region_id, category_id, cause_id, channel_id, days,
              case when received_on + days <= date '2025-12-31' then received_on + days end as closed_on,
              ${firstBatchRevision} + ((extract(year from received_on) - 2021) * 12 + extract(month from received_on) - 1)::integer as revision
         from (select i, date '${shape.firstDay}' + ((i - 1)::bigint * ${shape.days} / ${rows})::integer as received_on,
                      1 + ${skewed(shape.institutions, 1.7)} as institution_id, 200 + ${skewed(shape.categories, 1.5)} as category_id,
                      300 + ${skewed(shape.causes, 1.6)} as cause_id, 400 + ${skewed(shape.channels, 1.4)} as channel_id,
                      case when random() < 0.9 then floor(16 * sqrt(random()))::integer else 16 + floor(45 * power(random(), 2))::integer end as days
                 from generate_series(1, ${rows}) i) drawn`,
    `analyze bench_row`,
  ]
}

const IDENTITIES = `insert into complaint (region_id, id, source_id, number, revision)
  select region_id, complaint_id, region_id, 'N' || complaint_id, revision from bench_row;
  select setval(pg_get_serial_sequence('complaint', 'id'), (select max(complaint_id) from bench_row))`

const VERSIONS = `insert into complaint_version (region_id, complaint_id, from_revision, received_on, closed_on, institution_id,
    category_word_id, cause_word_id, lodging_channel_word_id, service_channel_word_id, kind, register, status, counted, represents,
    ranked_institution_id, month, finished_on, left_on, due_on, handling_days, on_time,
    category_id, cause_id, lodging_channel_id, service_channel_id, satisfaction_id, upheld_id,
    satisfaction_word_id, upheld_word_id, severity_word_id, rights_domain_word_id, amount_fen)
  select region_id, complaint_id, revision, received_on, closed_on, named_id,
    category_id, cause_id, channel_id, 500 + complaint_id % 4, 1, 1, case when closed_on is null then 1 else 2 end, true, true,
    institution_id, date_trunc('month', received_on)::date, closed_on, closed_on, received_on + 15,
    case when closed_on is not null then days end, case when closed_on is not null then days <= 15 end,
    category_id, cause_id, channel_id, 500 + complaint_id % 4,
    case when complaint_id % 5 < 3 and closed_on is not null then 600 + complaint_id % 3 else 0 end,
    case when complaint_id % 7 < 4 then 700 + complaint_id % 3 else 0 end,
    case when complaint_id % 5 < 3 and closed_on is not null then 600 + complaint_id % 3 end,
    case when complaint_id % 7 < 4 then 700 + complaint_id % 3 end,
    case when complaint_id % 10 < 4 then 800 + complaint_id % 3 end,
    case when complaint_id % 2 = 0 then 900 + complaint_id % 6 end,
    case when complaint_id % 3 > 0 then complaint_id % 9973 * 100 end
  from bench_row`

const ASSERTIONS = `insert into assertion (region_id, complaint_id, revision, batch_id, kind, fields, own_values, digest)
  select region_id, complaint_id, revision, (revision - ${firstBatchRevision}) * 100 + region_id, 1, 4213, false, sha256(int8send(complaint_id)) from bench_row`
