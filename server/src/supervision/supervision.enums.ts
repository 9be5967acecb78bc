import { registryEnum } from '../platform/enum.ts'
import { DECISIONS, PROPOSED } from '../ledger/supervision-decisions.ts'
import { criterionKeys, criterionRegistry, type CriterionKey } from './criteria.ts'
import type { Strength } from './criterion.ts'

export const CriterionEnum = registryEnum<CriterionKey>(
  'SupervisionCriterion',
  criterionKeys,
  'What proposes that an institution is listed.',
  (key) => criterionRegistry[key].label.en,
)
export const ProposedEnum = registryEnum(
  'SupervisionProposed',
  PROPOSED,
  'What is proposed: to enter the list, to stay on it, to leave it.',
)
export const DecisionEnum = registryEnum(
  'SupervisionDecision',
  DECISIONS,
  'CONFIRMED enters, REJECTED does not, KEPT stays, RELEASED leaves, DEFERRED leaves everything as it is.',
)
const strengths: readonly Strength[] = ['FACT', 'STRONG', 'FAIR', 'WEAK']
export const StrengthEnum = registryEnum<Strength>('SupervisionStrength', strengths, 'How little chance alone explains a judgement.')

/** Where an institution stands on a list. */
export const ENTRY_STATES = ['NEW', 'STAYS', 'PENDING', 'LEFT'] as const
export type EntryState = (typeof ENTRY_STATES)[number]
export const EntryStateEnum = registryEnum(
  'SupervisionEntryState',
  ENTRY_STATES,
  'NEW with this list; STAYS from an earlier one; PENDING: from an earlier one and not decided; LEFT with this list.',
)
