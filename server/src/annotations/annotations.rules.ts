import { screaming } from '../analytics/analytics.enums.ts'
import { membersOf } from '../analytics/members.ts'
import { isDay } from '../analytics/calendar.ts'
import { dimensionRegistry, isTime } from '../analytics/dimensions.ts'
import type { Ground } from '../analytics/ground.ts'
import { maskText } from '../imports/masking.ts'
import type { AnnotationRow } from '../ledger/annotations.ts'
import { wordKey } from '../ledger/dictionary.ts'
import { InvalidError, type FieldProblem } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'
import type { AnnotationInput } from './annotations.types.ts'

const longest = 200
const mostMembers = 50

type Problem = FieldProblem & { sentence: FullLabel }

/**
 * Checks a remark and looks its members up. Its words are masked like a complaint's: they may be about a person.
 * @throws InvalidError that names each value that cannot be.
 */
export function annotationRow(asked: AnnotationInput, ground: Ground): AnnotationRow {
  const problems = [...dayProblems(asked), ...wordProblems(asked)]
  const memberIds = membersNamed(asked, ground, problems)
  if (problems.length > 0)
    throw new InvalidError(
      { zh: problems.map((one) => one.sentence.zh).join(''), en: problems.map((one) => one.sentence.en).join(' ') },
      problems.map(({ sentence: _, ...field }) => field),
    )
  const en = (asked.en ?? '').trim()
  return {
    fromDay: asked.from.trim(),
    toDay: asked.through.trim(),
    zh: maskText(asked.zh.trim()),
    en: en === '' ? null : maskText(en),
    metrics: [...new Set(asked.metrics ?? [])],
    dimension: memberIds.length > 0 ? (asked.dimension ?? null) : null,
    memberIds,
  }
}

function dayProblems({ from, through }: AnnotationInput): Problem[] {
  const wrong = (['from', 'through'] as const).filter((path) => !isDay({ from, through }[path].trim()))
  if (wrong.length > 0)
    return wrong.map((path) => ({
      path: `annotation.${path}`,
      reason: 'NOT_A_DAY',
      params: { value: { from, through }[path] },
      sentence: {
        zh: `“${{ from, through }[path]}”不是日期，应写成 2026-05-03。`,
        en: `“${{ from, through }[path]}” is not a day; write 2026-05-03.`,
      },
    }))
  if (from.trim() <= through.trim()) return []
  return [
    {
      path: 'annotation.through',
      reason: 'ENDS_BEFORE_IT_BEGINS',
      params: { from, through },
      sentence: { zh: `止日${through}早于起日${from}。`, en: `It ends on ${through}, before it begins on ${from}.` },
    },
  ]
}

function wordProblems({ zh, en }: AnnotationInput): Problem[] {
  const texts = [
    ['zh', zh.trim(), 1],
    ['en', (en ?? '').trim(), 0],
  ] as const
  return texts.flatMap(([path, text, least]) =>
    text.length >= least && text.length <= longest && !/\p{Cc}/u.test(text)
      ? []
      : [
          {
            path: `annotation.${path}`,
            reason: 'LENGTH',
            params: { longest },
            sentence: { zh: `说明应有 1 至 ${longest} 个字，写在一行。`, en: `The remark has 1 to ${longest} characters on one line.` },
          },
        ],
  )
}

function membersNamed({ dimension, members = [] }: AnnotationInput, ground: Ground, problems: Problem[]): number[] {
  if (!dimension && members.length === 0) return []
  const name = dimension ? screaming(dimension) : ''
  if (!dimension || isTime(dimension) || members.length === 0 || members.length > mostMembers) {
    problems.push({
      path: 'annotation.members',
      reason: 'DIMENSION_AND_MEMBERS',
      params: { dimension: name, most: mostMembers },
      sentence: {
        zh: `只涉及部分对象时，要写明一个维度（不是时间）和其中 1 至 ${mostMembers} 个对象。`,
        en: `To touch some members alone, name one dimension (not of time) and 1 to ${mostMembers} of its members.`,
      },
    })
    return []
  }
  const known = membersOf(dimension, ground)
  return members.flatMap((value, place): number[] => {
    const wanted = wordKey(value)
    const found =
      known.find((member) => member.key === value) ??
      known.find((member) => [member.label.zh, member.label.en, ...member.names].some((text) => text !== null && wordKey(text) === wanted))
    if (found && found.id !== 0) return [found.id]
    problems.push({
      path: `annotation.members[${place}]`,
      reason: 'UNKNOWN_MEMBER',
      params: { dimension: name, value },
      sentence: {
        zh: `${dimensionRegistry[dimension].label.zh}中没有“${value}”。`,
        en: `${name} has no member “${value}”.`,
      },
    })
    return []
  })
}
