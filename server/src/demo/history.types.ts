import type { Decision, Measure } from '../ledger/supervision-decisions.ts'
import type { Day, DemoComplaint, DemoCorrection, DemoExposure, DemoInstitution } from './demo.types.ts'

/** A complaint as a file of its day showed it: unfinished cases open, values that were wrong then still wrong. */
export type FiledComplaint = Omit<DemoComplaint, 'withdrawnOn'>

/** A result of a yearly assessment as the file of its year has it. */
export type FiledAssessment = { institution: string; scheme: string; period: string; score: string; grade: string }

/** A return of one institution; a cell without a place is its breakdown's total. */
export type FiledReturn = {
  institution: string
  period: string
  title: string
  cells: { breakdown: 'channel' | 'category'; place: string | null; count: number }[]
}

type ActAt = { /** An instant in the county's zone, ISO 8601. */ at: string; by: 'clerk' | 'supervisor' | 'admin' }

/** One act of the office. The list of them, in order, makes the demo's ledger. */
export type DemoAct = ActAt &
  (
    | { kind: 'SET_UP' }
    | { kind: 'INSTITUTIONS'; file: string; rows: DemoInstitution[] }
    | { kind: 'EXPOSURES'; file: string; rows: DemoExposure[] }
    | { kind: 'COMPLAINTS'; file: string; register: DemoComplaint['register']; rows: FiledComplaint[] }
    | { kind: 'ASSESSMENTS'; file: string; rows: FiledAssessment[] }
    | { kind: 'RETURNS'; file: string; register: DemoComplaint['register']; form: string; rows: FiledReturn[] }
    | { kind: 'SUPERVISE'; period: string; institution: string; decision: Decision; reason: string; measures: Measure[] }
    | { kind: 'CORRECT'; correction: DemoCorrection }
    | { kind: 'WITHDRAW'; withdrawn: { number: string; on: Day }[] }
    | { kind: 'MERGE'; groups: string[][]; reason: string }
    | { kind: 'VOID'; file: string; reason: string }
    | { kind: 'RESTORE'; file: string; reason: string }
    | { kind: 'CLOSE_MONTHS'; months: string[]; reason: string }
    | { kind: 'BREAK'; reason: string }
  )
