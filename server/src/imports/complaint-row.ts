import { readFen } from './amounts.ts'
import { PLAIN_FIELDS, readDue, readPlain, readWords, WORD_FIELDS, type PlainValues } from './complaint-fields.ts'
import { readTime } from './dates.ts'
import type { FoundColumn } from './headings.ts'
import type { NameIndex } from './names.ts'
import type { Row } from './readers/cells.ts'
import type { Fault } from './reasons.ts'
import { RowReader, type ReadingContext, writtenCells } from './row-reader.ts'
import { fingerprint, type Fingerprint } from './seen.ts'
import type { KeyedDigests } from './tokens.ts'
import { meantWord } from './map.ts'

/** A complaint that can be counted, masked, ready for staging. `kind` 1 to 5 as in the ledger. */
export type StagedComplaint = {
  source: string
  number: string | null
  rowDigest: Buffer | null
  rowOrdinal: number | null
  /** Of what two rows with one number must share to say the same. */
  content: Fingerprint
  kind: number
  receivedOn: string
  receivedTime: string | null
  institutionId: number
  words: ReturnType<typeof readWords>
  plain: PlainValues
  amountFen: bigint | null
  closedOn: string | null
  dueOn: string | null
  text: string | null
  /** The text before it was masked, sealed; null where masking changed nothing or originals are not kept. */
  textSealed: string | null
  textDigest: Buffer | null
  textMatch: Buffer | null
  personToken: Buffer | null
}

/** What the parser knows of the world: institutions by name and when they were closed for good, the business day. */
export type World = {
  names: NameIndex
  /** Days from which an institution takes no complaint: it had closed and nobody succeeds it. Half-open. */
  closed: ReadonlyMap<number, readonly { from: string; to: string }[]>
  today: string
  digests: KeyedDigests
  /** Who issues the numbers where neither file nor mapping says so: this office, or each institution its own. */
  sourceOf(institutionId: number | null): string
  /** False: not even the keyed token of a person is kept. */
  keepsPersons: boolean
  /** True: the ten years of age that a person's column tells are kept. */
  keepsAgeBands: boolean
  /** Shuts an original away where the jurisdiction keeps them; null: what a mask replaced is gone. */
  seal: ((text: string) => string) | null
}

export type ReadComplaint = {
  complaint: StagedComplaint | null
  faults: Fault[]
  /** The number as written, or null; and the amount as far as it is one: for the sums that the file states. */
  number: string | null
  source: string
  fen: bigint
  /** A written name that means no institution, masked. */
  unknownInstitution: string | null
}

const KINDS = new Map(
  Object.entries({
    COMPLAINT: 1,
    投诉: 1,
    消费投诉: 1,
    REPORT: 2,
    举报: 2,
    PETITION: 3,
    信访: 3,
    INQUIRY: 4,
    咨询: 4,
    SUGGESTION: 5,
    建议: 5,
    意见建议: 5,
  }),
)
const SHORTENED = /^\d(?:\.\d+)?e\+\d{2,}$/i
const LARGEST_FEN = 9_000_000_000_000_000n
export const LOCAL_SOURCE = 'LOCAL'

/** Reads one row as a complaint: what it comes to, or why not. */
export function readComplaint(row: Row, byField: ReadonlyMap<string, FoundColumn>, context: ReadingContext, world: World): ReadComplaint {
  const reader = new RowReader(row, byField, context)
  const received = reader.date('receivedOn')
  checkReceived(reader, received?.day ?? null, world)
  const closed = reader.date('closedOn')
  const due = readDue(reader, received?.day ?? null)
  if (closed && received && closed.day < received.day) reader.fault('closedOn', 'CLOSED_BEFORE_RECEIVED')
  if (closed && closed.day > world.today) reader.fault('closedOn', 'FUTURE_DATE')
  const named = readInstitution(reader, received?.day ?? null, context, world)
  const amount = readAmount(reader)
  const kind = readKind(reader, context)
  const number = reader.text('number') || null
  if (number !== null && number.length > 200) reader.fault('number', 'TOO_LONG')
  if (number !== null && SHORTENED.test(number)) reader.fault('number', 'DIGITS_LOST')
  const words = readWords(reader)
  const plain = readPlain(reader, received?.day ?? null, world.today, world.keepsAgeBands)
  const text = reader.masked('text')
  const source = reader.text('source') || world.sourceOf(named.id)
  const rest = { number, source, fen: amount ?? 0n, unknownInstitution: named.unknown, faults: reader.faults }
  if (reader.faults.length > 0 || !received || named.id === null) return { complaint: null, ...rest }
  const timeCell = reader.cell('receivedTime')
  const complaint: StagedComplaint = {
    source,
    number,
    rowDigest: number === null ? world.digests.row(writtenCells(row)) : null,
    rowOrdinal: null,
    content: NOTHING,
    kind,
    receivedOn: received.day,
    receivedTime: (timeCell ? readTime(timeCell) : null) ?? received.time,
    institutionId: named.id,
    words,
    plain,
    amountFen: amount,
    closedOn: closed?.day ?? null,
    dueOn: due,
    text,
    textSealed: sealedText(reader, text, world),
    textDigest: text === null ? null : world.digests.text(text),
    textMatch: text === null ? null : world.digests.match(text),
    personToken: world.keepsPersons
      ? world.digests.person([reader.text('complainantPhone'), reader.text('reservedPhone')], reader.text('complainantId') || null)
      : null,
  }
  if (number !== null) complaint.content = contentOf(complaint)
  return { complaint, ...rest }
}

function sealedText(reader: RowReader, masked: string | null, { seal }: World): string | null {
  if (!seal || masked === null) return null
  const original = reader.text('text')
  return original === masked ? null : seal(original)
}

const NOTHING: Fingerprint = [0, 0, 0, 0]

function checkReceived(reader: RowReader, day: string | null, world: World): void {
  if (day !== null) {
    if (day > world.today) reader.fault('receivedOn', 'FUTURE_DATE')
  } else if (!reader.cell('receivedOn') && !reader.faults.some((fault) => fault.field === 'receivedOn')) {
    reader.fault('receivedOn', 'MISSING_DATE')
  }
}

function readInstitution(
  reader: RowReader,
  day: string | null,
  context: ReadingContext,
  world: World,
): { id: number | null; unknown: string | null } {
  const written = reader.text('institution')
  if (written === '') {
    if (!reader.faults.some((fault) => fault.field === 'institution')) reader.fault('institution', 'MISSING_INSTITUTION')
    return { id: null, unknown: null }
  }
  const id = world.names.find(meantWord(context.map, 'institution', written))
  if (id === null) {
    reader.fault('institution', 'UNKNOWN_INSTITUTION')
    return { id: null, unknown: reader.mask(written) }
  }
  const closed = day !== null && world.closed.get(id)?.some((stretch) => day >= stretch.from && day < stretch.to)
  if (closed) reader.fault('institution', 'INSTITUTION_CLOSED')
  return { id, unknown: null }
}

function readAmount(reader: RowReader): bigint | null {
  for (const [field, scale] of [
    ['amountYuan', 2],
    ['amountTenThousandYuan', 6],
  ] as const) {
    const cell = reader.cell(field)
    if (!cell) continue
    const fen = readFen(cell, scale)
    if (fen === null || fen > LARGEST_FEN) reader.fault(field, 'NOT_A_NUMBER')
    else if (fen < 0n) reader.fault(field, 'NEGATIVE_NUMBER')
    else return fen
    return null
  }
  return null
}

function readKind(reader: RowReader, context: ReadingContext): number {
  const written = reader.text('kind')
  if (written === '') return 1
  const kind = KINDS.get(meantWord(context.map, 'kind', written)) ?? KINDS.get(written.toUpperCase())
  if (kind === undefined) reader.fault('kind', 'UNKNOWN_KIND')
  return kind ?? 1
}

/** Every column but the persons' and the time of day. */
function contentOf({ receivedOn, institutionId, kind, words, plain, amountFen, closedOn, dueOn, text }: StagedComplaint): Fingerprint {
  let content = `${receivedOn}\u001f${institutionId}\u001f${kind}\u001f${amountFen ?? ''}\u001f${closedOn ?? ''}\u001f${dueOn ?? ''}\u001f${text ?? ''}`
  for (const field of WORD_FIELDS) content += `\u001f${words[field] ?? ''}`
  for (const field of PLAIN_FIELDS) content += `\u001f${plain[field] ?? ''}`
  return fingerprint(content)
}
