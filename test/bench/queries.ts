/** What the product's API is asked: the JSON of a MetricQuery (schema/schema.graphql). */
type MetricQuery = {
  metrics: string[]
  by?: string[]
  filters?: { dimension: string; include: string[] }[]
  period: string
  comparison?: string[]
}

export type BenchQuery = {
  name: string
  title: string
  /** One analytics query or several in one request; ROWS: a page of the list of complaints. */
  ask: MetricQuery[] | 'ROWS'
  /** The same question on the rollups by hand, labels included; null where no rollup serves: the handler asks the raw rows. */
  rollup: string | null
  /** The same question on the current versions. */
  raw: string
  /** Asserted to be equal whoever answers: the sum of the counts; null where the answer is no count. */
  sums: boolean
}

const of = 'register = 1 and kind = 1'
const current = `to_revision is null and ${of} and counted`
/** The group of a ranked institution; the bench's institutions have one version each. */
const ranked = 'institution_version i'
const between = (column: string, from: string, to: string) => `${column} >= date '${from}' and ${column} < date '${to}'`
const facetFilter = `category_id in (200, 201) and lodging_channel_id in (400, 401) and cause_id in (300, 301, 302, 303) and ${between('received_on', '2024-01-01', '2025-01-01')}`
const facetFilters = [
  { dimension: 'CATEGORY', include: ['CATEGORY_0', 'CATEGORY_1'] },
  { dimension: 'LODGING_CHANNEL', include: ['LODGINGCHANNEL_0', 'LODGINGCHANNEL_1'] },
  { dimension: 'CAUSE', include: ['CAUSE_0', 'CAUSE_1', 'CAUSE_2', 'CAUSE_3'] },
]

/** A ranking over three ranges at once: count, the two earlier ones, share of the group, rank inside it. */
function ranking(table: string, sum: string, day: string, institution: string, where: string): string {
  const range = (name: string, from: string, to: string) =>
    `select ${institution} as id, ${['n', 'previous', 'last_year'].map((one) => `${one === name ? sum : '0'} as ${one}`).join(', ')} from ${table} where ${where} and ${between(day, from, to)} group by 1`
  return `select i.institution_id as id, i.name, d.key as "group", coalesce(sum(t.n), 0)::integer as n, coalesce(sum(t.previous), 0)::integer as previous, coalesce(sum(t.last_year), 0)::integer as last_year,
      rank() over (partition by i.peer_group_id order by coalesce(sum(t.n), 0) desc) as rank, round(100.0 * sum(t.n) / nullif(sum(sum(t.n)) over (partition by i.peer_group_id), 0), 1)::float8 as share
    from ${ranked} join dictionary_entry d on d.id = i.peer_group_id
    left join (${range('n', '2025-07-01', '2025-10-01')} union all ${range('previous', '2025-04-01', '2025-07-01')} union all ${range('last_year', '2024-07-01', '2024-10-01')}) t on t.id = i.institution_id
    where i.ranked group by i.institution_id, i.name, i.peer_group_id, d.key, i.display_order order by i.peer_group_id, n desc, i.display_order`
}

/** Q1 to Q6 of the speed trial, and one question that no rollup serves. */
export const queries: readonly BenchQuery[] = [
  {
    name: 'Q1',
    title: 'monthly trend by category, five years',
    ask: [{ metrics: ['COMPLAINTS'], by: ['MONTH', 'CATEGORY'], period: '2021..2025' }],
    rollup: `select t.month, d.key, d.zh, d.en, t.n from (select month, category_id, sum(received_all)::integer as n from rollup_month where ${of} and ${between('month', '2021-01-01', '2026-01-01')} group by 1, 2) t
      join dictionary_entry d on d.id = t.category_id order by 1, d.display_order`,
    raw: `select month, category_id, count(*)::integer as n from complaint_version where ${current} and ${between('received_on', '2021-01-01', '2026-01-01')} group by 1, 2`,
    sums: true,
  },
  {
    name: 'Q2',
    title: 'the same, one peer group, three years',
    ask: [
      {
        metrics: ['COMPLAINTS'],
        by: ['MONTH', 'CATEGORY'],
        filters: [{ dimension: 'PEER_GROUP', include: ['PEERGROUP_3'] }],
        period: '2023..2025',
      },
    ],
    rollup: `select t.month, d.key, d.zh, d.en, t.n from (select month, category_id, sum(received_all)::integer as n from rollup_month r join ${ranked} on i.institution_id = r.institution_id and i.peer_group_id = 103
        where ${of} and ${between('month', '2023-01-01', '2026-01-01')} group by 1, 2) t
      join dictionary_entry d on d.id = t.category_id order by 1, d.display_order`,
    raw: `select month, category_id, count(*)::integer as n from complaint_version v join ${ranked} on i.institution_id = v.ranked_institution_id and i.peer_group_id = 103
      where ${current} and ${between('received_on', '2023-01-01', '2026-01-01')} group by 1, 2`,
    sums: true,
  },
  {
    name: 'Q3',
    title: 'ranking of all institutions, a quarter with two earlier ones',
    ask: [{ metrics: ['COMPLAINTS'], by: ['INSTITUTION'], period: '2025Q3', comparison: ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR'] }],
    rollup: ranking('rollup_stock', 'sum(received_all)', 'month', 'institution_id', of),
    raw: ranking('complaint_version', 'count(*)', 'received_on', 'ranked_institution_id', current),
    sums: true,
  },
  {
    name: 'Q4',
    title: 'cause × institution, a year, one channel',
    ask: [
      {
        metrics: ['COMPLAINTS'],
        by: ['CAUSE', 'INSTITUTION'],
        filters: [{ dimension: 'LODGING_CHANNEL', include: ['LODGINGCHANNEL_3'] }],
        period: '2024',
      },
    ],
    rollup: `select d.key, d.zh, d.en, i.name, t.n from (select cause_id, institution_id, sum(received_all)::integer as n from rollup_cause
        where ${of} and lodging_channel_id = 403 and ${between('month', '2024-01-01', '2025-01-01')} group by 1, 2) t
      join dictionary_entry d on d.id = t.cause_id join ${ranked} on i.institution_id = t.institution_id order by d.display_order, i.display_order`,
    raw: `select cause_id, ranked_institution_id, count(*)::integer as n from complaint_version where ${current} and lodging_channel_id = 403 and ${between('received_on', '2024-01-01', '2025-01-01')} group by 1, 2`,
    sums: true,
  },
  {
    name: 'Q5',
    title: 'median and p90 handling days by institution, a year',
    ask: [{ metrics: ['MEDIAN_HANDLING_DAYS', 'P90_HANDLING_DAYS'], by: ['INSTITUTION'], period: '2024' }],
    rollup: `with cells as (select institution_id, handling_days, sum(closed_all)::integer as n from rollup_handling where ${of} and ${between('month', '2024-01-01', '2025-01-01')} group by 1, 2),
        reached as (select institution_id, handling_days, sum(n) over (partition by institution_id order by handling_days) as upto, sum(n) over (partition by institution_id) as total from cells)
      select i.name, min(handling_days) filter (where upto >= ceil(0.5 * total)) as median, min(handling_days) filter (where upto >= ceil(0.9 * total)) as p90
        from reached r join ${ranked} on i.institution_id = r.institution_id group by i.institution_id, i.name, i.display_order order by i.display_order`,
    raw: `select ranked_institution_id, percentile_disc(0.5) within group (order by handling_days) as median, percentile_disc(0.9) within group (order by handling_days) as p90
      from complaint_version where ${current} and status = 2 and ${between('finished_on', '2024-01-01', '2025-01-01')} group by 1`,
    sums: false,
  },
  {
    name: 'Q6 page',
    title: 'a page of 50 complaints of one institution',
    ask: 'ROWS',
    rollup: null,
    raw: `select v.*, c.number, i.name from complaint_version v join complaint c on c.region_id = v.region_id and c.id = v.complaint_id join ${ranked} on i.institution_id = v.institution_id
      where v.to_revision is null and v.register = 1 and v.kind = 1 and v.ranked_institution_id = 17 and ${between('v.received_on', '2024-01-01', '2025-01-01')} order by v.received_on desc, v.complaint_id desc limit 50`,
    sums: false,
  },
  {
    name: 'Q6 facets',
    title: 'counts by five dimensions under three filters',
    ask: ['CATEGORY', 'CAUSE', 'LODGING_CHANNEL', 'INSTITUTION', 'MONTH'].map((dimension) => ({
      metrics: ['COMPLAINTS'],
      by: [dimension],
      filters: facetFilters,
      period: '2024',
    })),
    rollup: null,
    raw: ['category_id', 'cause_id', 'lodging_channel_id', 'ranked_institution_id', 'extract(epoch from month)::bigint']
      .map(
        (column, index) =>
          `select ${index} as facet, ${column}::bigint as id, count(*)::integer as n from complaint_version where ${current} and ${facetFilter} group by 2`,
      )
      .join(' union all '),
    sums: true,
  },
  {
    name: 'Q7',
    title: 'category × cause, a year: no rollup serves it',
    ask: [{ metrics: ['COMPLAINTS'], by: ['CATEGORY', 'CAUSE'], period: '2024' }],
    rollup: null,
    raw: `select category_id, cause_id, count(*)::integer as n from complaint_version where ${current} and ${between('received_on', '2024-01-01', '2025-01-01')} group by 1, 2`,
    sums: true,
  },
]
