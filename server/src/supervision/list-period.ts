import { addDays } from '../analytics/calendar.ts'
import type { Ground } from '../analytics/ground.ts'
import { isComplete } from '../analytics/period-notes.ts'
import { isUnfinished, parsePeriod, periodAt, periodLabel, periodOf, previousPeriod, type Period } from '../analytics/period.ts'
import type { SupervisionUnit } from '../ledger/supervision-settings.ts'
import { InvalidError } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'

/** A list's period with the one before it, whose figures it rests on. */
export type ListPeriod = { list: Period; basis: Period }

const unitLabels: Record<SupervisionUnit, FullLabel> = {
  QUARTER: { zh: '季度（如 2026Q4）', en: 'a quarter (2026Q4)' },
  HALF: { zh: '半年（如 2026H2）', en: 'half a year (2026H2)' },
  YEAR: { zh: '年度（如 2026）', en: 'a year (2026)' },
}

/**
 * The period of a list as asked, by default the one after the latest whose figures are complete.
 * @throws InvalidError for a period of another length than the jurisdiction's lists have.
 */
export function listPeriodOf(ground: Ground, asked: string | null, lastMonth: string | null): ListPeriod {
  if (asked === null) return following(latestBasis(ground, lastMonth))
  const list = parsePeriod(asked, 'period')
  const unit = ground.settings.on('supervisionUnit', list.from)
  if (list.unit !== unit || list.count !== 1 || list.toDate)
    throw new InvalidError(
      {
        zh: `重点监督名单以${unitLabels[unit].zh}为一期，不能是“${asked}”。`,
        en: `A list of key supervision stands for ${unitLabels[unit].en}, not for “${asked}”.`,
      },
      [{ path: 'period', reason: 'NOT_A_LIST_PERIOD', params: { value: asked, unit } }],
    )
  return { list, basis: previousPeriod(list) }
}

export function following(basis: Period): ListPeriod {
  return { list: periodOf(basis.unit, basis.first + basis.count, basis.count, false), basis }
}

/** The latest whole unit that is closed; with no closed month the latest that is over. */
function latestBasis(ground: Ground, lastMonth: string | null): Period {
  const unit = ground.settings.on('supervisionUnit', ground.today)
  const closed = [...ground.closedMonths].map((day) => periodAt(unit, day)).filter((period) => isComplete(period, ground))
  const latest = closed.sort((a, b) => a.first - b.first).at(-1)
  if (latest) return latest
  const current = periodAt(unit, lastMonth === null ? ground.today : `${lastMonth}-01`)
  return isUnfinished(current, ground.today) ? previousPeriod(current) : current
}

/** Why nothing is proposed from a basis period: days of it are still to come. */
export function unfinishedWords(basis: Period, ground: Ground): FullLabel | null {
  if (!isUnfinished(basis, ground.today)) return null
  const { zh, en } = periodLabel(basis)
  return {
    zh: `${zh}尚未结束（至 ${addDays(basis.end, -1)}），期满后才提出建议。`,
    en: `${en} is not over (until ${addDays(basis.end, -1)}); proposals are made once it is.`,
  }
}
