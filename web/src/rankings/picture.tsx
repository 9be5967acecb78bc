import { printed } from '../catalog/format.ts'
import { BarPicture, barsHeight, type PictureBar } from '../charts/picture/BarPicture.tsx'
import type { Picture } from '../charts/picture/picture.ts'
import { periodWords } from '../filters/period.ts'
import type { Metric, MetricQuery } from '../gql/graphql.ts'
import type { Words } from '../text/text.tsx'
import { scaleOf, type Ranking } from './ranking.ts'

/** The strips of one view as they leave: a bar a member in the order of the ranks, the tick being the group's median. */
export function rankingPicture(
  { table, group, ranked, unranked }: Ranking,
  view: Metric,
  { group: groupName, metric }: { group: string; metric: string },
  query: MetricQuery,
  words: Words,
): Picture {
  const { t, say, language } = words
  const column = table.column(view)
  const scale = scaleOf(table, view, group)
  const median = table.group(group, view)?.median ?? null
  const bars = ranked.map(({ row, rank, tied }): PictureBar => {
    const value = table.figure(view, 'VALUE', row)
    const share = table.figure(view, 'SHARE', row)
    return {
      name: `${rank}${tied ? t.rankings.tiedMark : ''}  ${say(table.label('INSTITUTION', row))}`,
      value: value === null ? t.figures.none : printed(value, column?.decimals),
      share: share === null ? '' : `${printed(share, table.column(view, 'SHARE')?.decimals)}%`,
      length: (value ?? 0) / scale,
      tick: median === null ? null : median / scale,
      rest: false,
    }
  })
  const apart = unranked.map(({ row }) => say(table.label('INSTITUTION', row)))
  return {
    title: t.rankings.exportTitle(groupName),
    caption: t.overview.pictureCaption(t.rankings.pictureUnit(metric, say(column?.unit)), periodWords(table.answer.period.key, language)),
    keys: median === null ? [] : [{ words: t.rankings.pictureMedian(printed(median, column?.decimals)), colour: 'var(--ink)' }],
    lines: apart.length > 0 ? [t.rankings.pictureApart(apart.join(t.filters.join))] : [],
    query,
    drawing: { height: barsHeight(bars), content: <BarPicture bars={bars} /> },
  }
}
