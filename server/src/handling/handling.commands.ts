import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { demandReason } from '../platform/reason.ts'
import { visibleComplaint } from '../complaints/visible.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { readDate } from '../imports/dates.ts'
import { maskText } from '../imports/masking.ts'
import { textCell } from '../imports/readers/cells.ts'
import { write, type Written } from '../ledger/change.ts'
import { today } from '../ledger/clock.ts'
import type { Correction } from '../ledger/correct.ts'
import { recordAct, stepsInForce, type HeldStep, type Step } from '../ledger/steps.ts'
import { InvalidError, type FieldProblem } from '../platform/errors.ts'
import { actOf, asks, demandOrder, impliedSteps, type ActKey } from './handling.rules.ts'
import type { HandlingDetails } from './handling.types.ts'

const longestText = 2000
const longestWord = 200

/**
 * Does one act on a complaint: a handling step of its own change, with what it says about how the case ended. The first
 * act of a complaint that a file brought writes down what its columns said, because from then on the steps decide.
 * @throws InvalidError naming each field that cannot be used, or the order that does not fit.
 */
export async function handle(
  db: Db,
  viewer: Viewer,
  asked: { key: string; act: ActKey; details: HandlingDetails },
): Promise<Written<void>> {
  const { id, day } = await readSnapshot(db, viewer, async (tx) => ({ id: await visibleComplaint(tx, asked.key), day: await today(tx) }))
  const { step, correction, reason } = readDetails(asked.act, asked.details, day)
  const detail = { complaint: asked.key, act: asked.act, on: step.on }
  return write(db, viewer, { kind: step.step, regionId: viewer.rootRegionId, reason, detail }, async (writing) => {
    const held = await heldOf(writing.tx, id)
    demandDays(step, held)
    const implied = held.steps.length > 0 ? [] : impliedSteps(held)
    demandOrder([...held.steps, ...implied], step)
    await recordAct(writing, id, [...implied, step], correction)
  })
}

type Held = { receivedOn: string; dueOn: string; closedOn: string | null; steps: HeldStep[] }

/** How a complaint stands, read where the write holds the ledger. */
async function heldOf(tx: Transaction<Tables>, id: number): Promise<Held> {
  const { rows } = await sql<Omit<Held, 'steps'>>`
    select received_on as "receivedOn", due_on as "dueOn", finished_on as "closedOn" from complaint_version
     where region_id in (select region_id from region) and complaint_id = ${id} and to_revision is null`.execute(tx)
  const [row] = rows
  if (!row)
    throw new InvalidError({
      zh: '这件投诉已不在台账中，不能办理。',
      en: 'This complaint is no longer in the ledger and cannot be handled.',
    })
  return { ...row, steps: await stepsInForce(tx, id) }
}

/** By the rule of imports nothing happens before receipt; an extension moves the due day on. */
function demandDays(step: Step, { receivedOn, dueOn }: Held): void {
  if (step.on < receivedOn) {
    throw new InvalidError(
      { zh: `${step.on} 早于收到日期 ${receivedOn}。`, en: `${step.on} lies before the day of receipt, ${receivedOn}.` },
      [{ path: 'on', reason: step.step === 'CLOSED' ? 'CLOSED_BEFORE_RECEIVED' : 'BEFORE_RECEIPT' }],
    )
  }
  if (step.until && step.until <= dueOn) {
    throw new InvalidError(
      {
        zh: `延期后的期限 ${step.until} 应晚于现在的期限 ${dueOn}。`,
        en: `The new due day ${step.until} must lie after the present one, ${dueOn}.`,
      },
      [{ path: 'until', reason: 'NOT_LATER' }],
    )
  }
}

type Read = { step: Step; correction: Correction; reason: string | null }

function readDetails(key: ActKey, details: HandlingDetails, day: string): Read {
  const act = actOf(key)
  const problems: FieldProblem[] = []
  const text = (field: keyof HandlingDetails, longest: number): string | null => {
    const value = details[field]?.trim() ?? ''
    if (value === '' && act.needs?.some((one) => one === field)) problems.push({ path: field, reason: 'MISSING_VALUE' })
    if (value.length > longest) problems.push({ path: field, reason: 'TOO_LONG' })
    return value === '' ? null : maskText(value)
  }
  const date = (field: 'on' | 'until', latest: string | null): string => {
    const value = details[field]?.trim() ?? ''
    const moment = value === '' ? null : readDate(textCell(value), { from1904: false, style: null })
    if (!moment) problems.push({ path: field, reason: value === '' ? 'MISSING_DATE' : 'IMPOSSIBLE_DATE' })
    else if (latest !== null && moment.day > latest) problems.push({ path: field, reason: 'FUTURE_DATE' })
    return moment?.day ?? ''
  }
  const on = date('on', day)
  const until = asks(act, 'until') ? date('until', null) : null
  const step: Step = {
    step: act.step,
    on,
    until,
    unit: text('unit', longestWord),
    person: text('person', longestWord),
    note: text('note', longestText),
  }
  const correction: Correction = {}
  for (const field of ['upheld', 'satisfaction'] as const) {
    const word = asks(act, field) ? text(field, longestWord) : null
    if (word !== null) correction[field] = word
  }
  const given = details.reason?.trim() ?? ''
  const reason = act.needs?.includes('reason') || given !== '' ? maskText(demandReason(given)) : null
  if (problems.length > 0) throw new InvalidError({ zh: '请检查标出的项目。', en: 'Check the fields named.' }, problems)
  return { step, correction, reason }
}
