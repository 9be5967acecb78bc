// Emitted by `pnpm schema` from the catalog of a migrated database. Do not edit.
import type { ColumnType, Generated } from 'kysely'

/** Read as parsed; written as JSON text, because pg would write a list as a PostgreSQL array. */
export type Json = ColumnType<unknown, string, string>

export type Annotation = {
  region_id: number
  id: Generated<number>
  key: string
  from_day: string
  to_day: string
  zh: string
  en: string | null
  metrics: Generated<string[]>
  dimension: string | null
  member_ids: Generated<number[]>
  author: string
  from_revision: number
  to_revision: number | null
}

export type Assertion = {
  region_id: number
  complaint_id: number
  revision: number
  batch_id: number | null
  kind: number
  fields: number
  own_values: boolean
  takes: Generated<boolean>
  digest: Buffer
}

export type AssertionValue = {
  region_id: number
  complaint_id: number
  revision: number
  received_on: string | null
  received_time: string | null
  institution_id: number | null
  kind: number | null
  category_word_id: number | null
  cause_word_id: number | null
  lodging_channel_word_id: number | null
  service_channel_word_id: number | null
  satisfaction_word_id: number | null
  upheld_word_id: number | null
  work_order_source_word_id: number | null
  amount_fen: number | null
  closed_on: string | null
  due_stated_on: string | null
  text_id: number | null
  person_token: Buffer | null
  severity_word_id: number | null
  complainant_count: number | null
  rights_domain_word_id: number | null
  rights_domain_detail_word_id: number | null
  right_infringed_word_id: number | null
  means_of_handling_word_id: number | null
  complainant_type_word_id: number | null
  age_band: number | null
  first_receiver_word_id: number | null
  mediation_word_id: number | null
  on_site: boolean | null
  source_number: string | null
  regulator_number: string | null
  replied_on: string | null
  work_order_status_word_id: number | null
}

export type AssessmentResult = {
  region_id: number
  id: Generated<number>
  key: string
  institution_id: number
  batch_id: number | null
  scheme: string
  period: string
  period_from: string
  period_end: string
  score: string | null
  stated_score: string | null
  grade_id: number | null
  stated_grade: string | null
  source: string | null
  origin: string
  revision: number
}

export type AuditLine = {
  id: number
  at: Date
  kind: string
  actor_id: number | null
  actor_name: string
  detail: string
  previous: Buffer
  digest: Buffer
}

export type Batch = {
  region_id: number
  id: Generated<number>
  key: string
  kind: string
  register: number | null
  source_id: number | null
  file_name: string
  file_digest: Buffer | null
  file_size: number | null
  row_count: number
  fields: string[]
  mapping: Json
  report: Json
  revision: number
}

export type BatchVoid = {
  region_id: number
  batch_id: number
  with_corrections: boolean
  passed_over: number[]
  from_revision: number
  to_revision: number | null
}

export type CalendarDay = {
  region_id: number
  day: string
  working: boolean
  from_revision: number
  to_revision: number | null
}

export type CalendarName = {
  region_id: number
  day: string
  name: string
  from_revision: number
  to_revision: number | null
}

export type Change = {
  region_id: number
  revision: number
  key: string
  origin: string
  origin_revision: number
  kind: string
  actor_id: number
  actor_name: string
  at: Date
  reason: string | null
  batch_id: number | null
  method: number
  detail: string
  digest: Buffer
}

export type Complaint = {
  region_id: number
  id: Generated<number>
  source_id: number
  number: string | null
  row_digest: Buffer | null
  row_ordinal: number | null
  revision: number
}

export type ComplaintOriginal = {
  region_id: number
  text_id: number
  original: string
  keep_until: string
}

export type ComplaintSource = {
  region_id: number
  id: Generated<number>
  register: number
  name: string
  institution_id: number | null
  revision: number
}

export type ComplaintText = {
  region_id: number
  id: Generated<number>
  complaint_id: number
  revision: number
  masked: string
  digest: Buffer
  match_digest: Buffer | null
}

export type ComplaintVersion = {
  region_id: number
  complaint_id: number
  from_revision: number
  to_revision: number | null
  received_on: string
  closed_on: string | null
  due_stated_on: string | null
  received_time: string | null
  institution_id: number
  amount_fen: number | null
  text_id: number | null
  person_token: Buffer | null
  category_word_id: number | null
  cause_word_id: number | null
  lodging_channel_word_id: number | null
  service_channel_word_id: number | null
  satisfaction_word_id: number | null
  upheld_word_id: number | null
  work_order_source_word_id: number | null
  severity_word_id: number | null
  complainant_count: number | null
  rights_domain_word_id: number | null
  rights_domain_detail_word_id: number | null
  right_infringed_word_id: number | null
  means_of_handling_word_id: number | null
  complainant_type_word_id: number | null
  first_receiver_word_id: number | null
  mediation_word_id: number | null
  age_band: number | null
  on_site: boolean | null
  kind: number
  register: number
  status: number
  counted: boolean
  represents: boolean
  ranked_institution_id: number
  month: string
  finished_on: string | null
  left_on: string | null
  due_on: string
  handling_days: number | null
  on_time: boolean | null
  category_id: number
  cause_id: number
  lodging_channel_id: number
  service_channel_id: number
  satisfaction_id: number
  upheld_id: number
  matter_group_id: number | null
  source_number: string | null
  regulator_number: string | null
  replied_on: string | null
  work_order_status_word_id: number | null
}

export type CorrectionUndo = {
  region_id: number
  complaint_id: number
  corrected_revision: number
  revision: number
}

export type DeltaDay = {
  region_id: number
  register: number
  kind: number
  institution_id: number
  day: string
  revision: number
  span: number
  received_all: number
  received_merged: number
  closed_all: number
  closed_merged: number
  on_time_all: number
  on_time_merged: number
  left_open_all: number
  left_open_merged: number
  overdue_net_all: number
  overdue_net_merged: number
}

export type DeltaMonth = {
  region_id: number
  register: number
  kind: number
  institution_id: number
  month: string
  category_id: number
  revision: number
  span: number
  received_all: number
  received_merged: number
}

export type DictionaryEntry = {
  region_id: number
  id: number
  kind: string
  key: string
  code: string | null
  zh: string
  en: string | null
  parent_id: number | null
  display_order: Generated<number>
  attributes: ColumnType<unknown, string | undefined, string>
  from_revision: number
  to_revision: number | null
}

export type DictionaryWord = {
  region_id: number
  id: Generated<number>
  kind: string
  word: string
  revision: number
}

export type Exposure = {
  region_id: number
  id: Generated<number>
  institution_id: number
  batch_id: number | null
  base: string
  as_of: string
  value: number
  source: string | null
  revision: number
}

export type FiledReturn = {
  region_id: number
  id: Generated<number>
  key: string
  batch_id: number | null
  subject: number
  institution_id: number | null
  peer_group_id: number | null
  period: string
  period_from: string
  period_end: string
  form: string
  register: number
  source: string | null
  title: string | null
  total: string | null
  computed: boolean
  discrepancies: number
  content: Buffer
  revision: number
}

export type HandlingStep = {
  region_id: number
  id: Generated<number>
  complaint_id: number
  step: string
  step_on: string
  until_on: string | null
  unit: string | null
  person: string | null
  note: string | null
  batch_id: number | null
  from_revision: number
  to_revision: number | null
}

export type ImportMapping = {
  region_id: number
  id: Generated<number>
  key: string
  kind: string
  name: string
  headings_digest: Buffer | null
  headings: Generated<string[]>
  map: Json
  uses: Generated<number>
  used_at: Date | null
  created_at: Generated<Date>
  changed_at: Generated<Date>
  changed_by: string
  deleted_at: Date | null
}

export type Installation = {
  one: Generated<boolean>
  origin: string
  kind: string
  demo_today: string | null
  created_at: Generated<Date>
}

export type Institution = {
  region_id: number
  institution_id: Generated<number>
  key: string
  code: string | null
  revision: number
}

export type InstitutionVersion = {
  region_id: number
  id: Generated<number>
  institution_id: number
  batch_id: number | null
  valid_from: string | null
  name: string
  aliases: Generated<string[]>
  parent_id: number | null
  peer_group_id: number | null
  ranked: boolean | null
  opened_on: string | null
  closed_on: string | null
  successor_id: number | null
  display_order: Generated<number>
  revision: number
}

export type Invitation = {
  token_hash: Buffer
  role: string | null
  scope_region: number | null
  expires_at: Date
  used_at: Date | null
  scope_institution: number | null
  user_id: number | null
  starts_on: string | null
  ends_on: string | null
  created_by: string | null
  created_at: Generated<Date>
  withdrawn_at: Date | null
}

export type Job = {
  id: Generated<number>
  key: string
  kind: string
  state: string
  step: string | null
  done: Generated<number>
  total: number | null
  payload: ColumnType<unknown, string | undefined, string>
  result: ColumnType<unknown, string | null | undefined, string | null>
  error: ColumnType<unknown, string | null | undefined, string | null>
  user_id: number
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export type LateEntry = {
  region_id: number
  complaint_id: number
  month: string
  revision: number
}

export type MatterDismissal = {
  region_id: number
  complaint_id: number
  other_id: number
  from_revision: number
  to_revision: number | null
}

export type MatterMember = {
  region_id: number
  group_id: number
  complaint_id: number
  from_revision: number
  to_revision: number | null
}

export type Migration = {
  name: string
  digest: string
  applied_at: Generated<Date>
}

export type MonthClose = {
  region_id: number
  month: string
  from_revision: number
  to_revision: number | null
}

export type Region = {
  region_id: Generated<number>
  key: string
  parent_id: number | null
  level: string
  zh: string
  en: string | null
  placeholder: Generated<boolean>
  revision: number
}

export type ReturnCell = {
  region_id: number
  return_id: number
  ordinal: number
  institution_id: number | null
  breakdown: string
  path: string[]
  across: string | null
  across_path: string[]
  role: string
  partial: boolean
  measure: string
  unit: string | null
  stated: string
  value: string | null
  published: boolean
  row_label: string
  column_label: string
  sheet: string | null
  cell: string | null
  revision: number
}

export type RevisionCounter = {
  one: Generated<boolean>
  revision: number
}

export type RollupCause = {
  region_id: number
  register: number
  kind: number
  institution_id: number
  month: string
  lodging_channel_id: number
  cause_id: number
  received_all: number
  received_merged: number
}

export type RollupDay = {
  region_id: number
  register: number
  kind: number
  institution_id: number
  day: string
  received_all: number
  received_merged: number
  closed_all: number
  closed_merged: number
  on_time_all: number
  on_time_merged: number
  left_open_all: number
  left_open_merged: number
  overdue_net_all: number
  overdue_net_merged: number
}

export type RollupHandling = {
  region_id: number
  register: number
  kind: number
  institution_id: number
  month: string
  handling_days: number
  closed_all: number
  closed_merged: number
}

export type RollupMonth = {
  region_id: number
  register: number
  kind: number
  institution_id: number
  month: string
  category_id: number
  received_all: number
  received_merged: number
}

export type RollupStock = {
  region_id: number
  register: number
  kind: number
  institution_id: number
  month: string
  received_all: number
  received_merged: number
  closed_all: number
  closed_merged: number
  on_time_all: number
  on_time_merged: number
  left_open_all: number
  left_open_merged: number
  overdue_net_all: number
  overdue_net_merged: number
}

export type SavedView = {
  region_id: number
  id: Generated<number>
  key: string
  institution_id: number | null
  owner_id: number
  owner_name: string
  shared_role: string | null
  name: string
  path: string
  search: string
  created_at: Generated<Date>
  changed_at: Generated<Date>
  deleted_at: Date | null
}

export type SeriesBreak = {
  region_id: number
  id: Generated<number>
  break_on: string
  metrics: string[]
  zh: string
  en: string
  from_revision: number
  to_revision: number | null
}

export type Setting = {
  region_id: number
  id: Generated<number>
  name: string
  value: Json
  valid_from: string | null
  from_revision: number
  to_revision: number | null
}

export type SupervisionDecision = {
  region_id: number
  id: Generated<number>
  key: string
  institution_id: number
  period: string
  period_from: string
  period_end: string
  proposed: string
  criteria: string[]
  decision: string
  reason: string
  measures: Json
  evidence_query: Json
  evidence_revision: number
  business_on: string
  method: number
  figures: Json
  digest: Buffer
  from_revision: number
  to_revision: number | null
}

export type UserAccount = {
  id: Generated<number>
  key: string
  name: string
  zh: string
  en: string | null
  language: Generated<string>
  disabled: Generated<boolean>
  created_at: Generated<Date>
}

export type UserGrant = {
  id: Generated<number>
  user_id: number
  role: string
  scope_region: number | null
  scope_institution: number | null
  starts_on: string | null
  ends_on: string | null
  granted_by: string
  created_at: Generated<Date>
}

export type UserIdentity = {
  id: Generated<number>
  user_id: number
  kind: string
  issuer: string | null
  subject: string | null
  secret_hash: string | null
  expires_at: Date | null
  created_at: Generated<Date>
}

export type UserSession = {
  token_hash: Buffer
  user_id: number
  created_at: Generated<Date>
  seen_at: Generated<Date>
  expires_at: Date
}

export type WordMeaning = {
  region_id: number
  word_id: number
  entry_id: number
  from_revision: number
  to_revision: number | null
}

export type StagingComplaint = {
  import_id: number
  seq: number
  sheet: string | null
  row_no: number
  source: string
  number: string | null
  row_digest: Buffer | null
  row_ordinal: number | null
  content_digest: Buffer
  kind: Generated<number>
  received_on: string
  received_time: string | null
  institution_id: number
  category_word: string | null
  cause_word: string | null
  lodging_channel_word: string | null
  service_channel_word: string | null
  satisfaction_word: string | null
  upheld_word: string | null
  work_order_source_word: string | null
  amount_fen: number | null
  closed_on: string | null
  due_stated_on: string | null
  text_masked: string | null
  text_digest: Buffer | null
  text_match: Buffer | null
  person_token: Buffer | null
  outcome: string | null
  text_sealed: string | null
  severity_word: string | null
  complainant_count: number | null
  rights_domain_word: string | null
  rights_domain_detail_word: string | null
  right_infringed_word: string | null
  means_of_handling_word: string | null
  complainant_type_word: string | null
  age_band: number | null
  first_receiver_word: string | null
  mediation_word: string | null
  on_site: boolean | null
  source_number: string | null
  regulator_number: string | null
  replied_on: string | null
  work_order_status_word: string | null
}

export type StagingImport = {
  id: Generated<number>
  key: string
  kind: string
  region_id_of_ledger: number
  register: number | null
  file_name: string
  file_digest: Buffer | null
  file_size: number | null
  row_count: Generated<number>
  fields: Generated<string[]>
  map: ColumnType<unknown, string | undefined, string>
  report: ColumnType<unknown, string | undefined, string>
  state: Generated<string>
  user_id: number
  created_at: Generated<Date>
}

export type StagingOutcome = {
  import_id: number
  seq: number
  outcome: string
  conflict: Generated<boolean>
  faults: ColumnType<unknown, string | null | undefined, string | null>
}

export type StagingRejection = {
  import_id: number
  seq: number
  sheet: string | null
  row_no: number
  field: string | null
  column_name: string | null
  value_masked: string | null
  reason: string
}

export type StagingRow = {
  import_id: number
  seq: number
  sheet: string | null
  row_no: number
  cells: Json
  outcome: string | null
}

export type StagingSheetRow = {
  import_id: number
  seq: number
  sheet: string | null
  row_no: number
  kind: string
  data_before: number
  first_seq: number | null
  cells: string
}

export type Tables = {
  annotation: Annotation
  assertion: Assertion
  assertion_value: AssertionValue
  assessment_result: AssessmentResult
  audit_line: AuditLine
  batch: Batch
  batch_void: BatchVoid
  calendar_day: CalendarDay
  calendar_name: CalendarName
  change: Change
  complaint: Complaint
  complaint_original: ComplaintOriginal
  complaint_source: ComplaintSource
  complaint_text: ComplaintText
  complaint_version: ComplaintVersion
  correction_undo: CorrectionUndo
  delta_day: DeltaDay
  delta_month: DeltaMonth
  dictionary_entry: DictionaryEntry
  dictionary_word: DictionaryWord
  exposure: Exposure
  filed_return: FiledReturn
  handling_step: HandlingStep
  import_mapping: ImportMapping
  installation: Installation
  institution: Institution
  institution_version: InstitutionVersion
  invitation: Invitation
  job: Job
  late_entry: LateEntry
  matter_dismissal: MatterDismissal
  matter_member: MatterMember
  migration: Migration
  month_close: MonthClose
  region: Region
  return_cell: ReturnCell
  revision_counter: RevisionCounter
  rollup_cause: RollupCause
  rollup_day: RollupDay
  rollup_handling: RollupHandling
  rollup_month: RollupMonth
  rollup_stock: RollupStock
  saved_view: SavedView
  series_break: SeriesBreak
  setting: Setting
  supervision_decision: SupervisionDecision
  user_account: UserAccount
  user_grant: UserGrant
  user_identity: UserIdentity
  user_session: UserSession
  word_meaning: WordMeaning
  'staging.complaint': StagingComplaint
  'staging.import': StagingImport
  'staging.outcome': StagingOutcome
  'staging.rejection': StagingRejection
  'staging.row': StagingRow
  'staging.sheet_row': StagingSheetRow
}
