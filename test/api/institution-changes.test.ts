import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../server/src/access/viewer.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import { changeInstitution, previewInstitutionChange, type ChangeAsked } from '../../server/src/institutions/change.commands.ts'
import { currentRevision } from '../../server/src/ledger/revision.ts'
import { verifyAudit, verifyLedger } from '../../server/src/ledger/verify.ts'
import { UserError } from '../../server/src/platform/errors.ts'
import { askField, askRows, askTable } from '../support/ask.ts'
import { createDemoDatabase } from '../support/demo.ts'
import { officer } from '../support/ledger.ts'

let db: Db
beforeAll(async () => {
  db = await createDemoDatabase()
}, 240_000)
afterAll(() => db?.close())

const revision = () => readAll(db, currentRevision)
const nothing = { key: null, validFrom: null, movedTo: null, values: {}, undoes: null, jurisdiction: null }
type Asked = Partial<ChangeAsked> & Pick<ChangeAsked, 'act'>
const filled = async (asked: Asked): Promise<ChangeAsked> => ({ ...nothing, since: await revision(), ...asked })
const change = async (asked: Asked, reason = '来文') => changeInstitution(db, officer, await filled(asked), reason)
const preview = async (asked: Asked) => previewInstitutionChange(db, officer, await filled(asked))
const undo = (key: string, undoes: number) => change({ act: 'undo', key, undoes }, '录错了')

const refusal = async (work: Promise<unknown>): Promise<unknown> => {
  const settled = work.then(
    () => 'done',
    (error: unknown) => (error instanceof UserError ? error.fields.map((one) => `${one.path} ${one.reason}`) : error),
  )
  const before = await revision()
  const found = await settled
  // Nothing of what is refused is half done.
  expect(await revision()).toBe(before)
  return found
}
const refused = (asked: Asked) => refusal(change(asked))

/** The ranking of a quarter, whole: each group's members with counts, ranks and medians. */
const ranking = async (period = '2026Q3', at: number | null = null) => {
  const { revision: _, ...table } = await askTable(db, officer, {
    metrics: ['COMPLAINTS', 'COMPLAINTS_PER_OUTLET', 'ON_TIME_RATE'],
    by: ['INSTITUTION'],
    period,
    ...(at === null ? {} : { revision: at }),
  })
  return table
}
const countOf = async (key: string, period = '2026Q3') => {
  const { keys, columns } = await ranking(period)
  return columns[0]?.figures[keys[0]?.ids.indexOf(key) ?? -1] ?? null
}
type Version = {
  validFrom: string | null
  inForce: boolean
  voided: boolean
  actor: string
  reason: string
  act: string
  values: { name: string }
}
const record = (key: string) =>
  askField(db, officer, 'query ($value: ID!) { answer: institution(key: $value) * }', 'InstitutionProfile', key) as Promise<{
    aliases: string[]
    closedOn: string | null
    peerGroup: { key: string } | null
    versions: Version[]
  }>

describe('a change of an institution', () => {
  it('from a day on, resolves what hangs on it in the same change, as the preview said, and is undone without a trace in figures', async () => {
    const before = await ranking()
    const at = await revision()
    const asked = {
      act: 'add' as const,
      key: 'hefeng-east',
      validFrom: '2026-08-01',
      values: { parent: '江海银行示范县支行', name: '江海银行示范县城东分理处' },
    }
    const seen = await preview(asked)
    expect(await revision()).toBe(at)
    expect(await ranking()).toEqual(before)
    const rows = { metric: 'COMPLAINTS', period: '2026-08..2026-10', repeats: 'ALL' }
    const hefeng = await askRows(db, officer, { ...rows, filters: [{ dimension: 'INSTITUTION', include: ['hefeng'] }] })
    const { change: done, value } = await change(asked)
    expect(value).toEqual({ key: 'hefeng-east', complaints: seen.complaints })
    expect(seen.complaints).toBeGreaterThan(0)
    expect(seen.moves).toEqual([{ from: '禾丰银行示范县支行', to: '江海银行示范县支行', complaints: expect.any(Number) }])
    const moved = await askRows(db, officer, { ...rows, filters: [{ dimension: 'INSTITUTION', include: ['hefeng'] }] })
    expect(hefeng.totalCount - moved.totalCount).toBeGreaterThan(0)
    expect(await ranking()).not.toEqual(before)
    expect(await ranking('2026Q3', at)).toEqual(before)
    const [latest] = (await record('hefeng-east')).versions
    expect(latest).toMatchObject({ validFrom: '2026-08-01', inForce: true, actor: 'officer', reason: '来文', act: 'CHANGE_INSTITUTION' })

    expect((await undo('hefeng-east', done.revision)).value.complaints).toBe(seen.complaints)
    expect(await ranking()).toEqual(before)
    expect((await record('hefeng-east')).versions[0]).toMatchObject({ inForce: false, voided: true })
    expect((await change({ act: 'restore', key: 'hefeng-east', undoes: done.revision })).value.complaints).toBe(seen.complaints)
    expect(await ranking()).not.toEqual(before)
    await undo('hefeng-east', done.revision)
    expect(await ranking()).toEqual(before)
  })

  it('of the peer group moves no complaint and says how many stand elsewhere', async () => {
    const before = await ranking()
    const own = await countOf('suihe')
    const asked = { act: 'add' as const, key: 'suihe', validFrom: '2026-07-01', values: { peerGroup: 'CITY' } }
    const seen = await preview(asked)
    expect([seen.complaints, seen.moves]).toEqual([0, []])
    expect(seen.regrouped).toBeGreaterThanOrEqual(own ?? 0)
    const { change: done } = await change(asked)
    expect((await record('suihe')).peerGroup?.key).toBe('CITY')
    const { groups } = await ranking()
    const members = (group: string) => groups.find((one) => one.group === group && one.metric === 'COMPLAINTS')?.members
    const were = before.groups.filter((one) => one.metric === 'COMPLAINTS')
    expect([members('CITY'), members('RURAL')]).toEqual([
      (were.find((one) => one.group === 'CITY')?.members ?? 0) + 1,
      (were.find((one) => one.group === 'RURAL')?.members ?? 0) - 1,
    ])
    await undo('suihe', done.revision)
    expect(await ranking()).toEqual(before)
  })

  it('closes it for its successor from the day after, and says who would be left with nobody', async () => {
    const before = await ranking()
    const asked = { act: 'close' as const, key: 'xingcha', values: { closedOn: '2026-08-31', successor: 'songshi' } }
    const alone = await preview({ ...asked, values: { closedOn: '2026-08-31' } })
    expect(alone.orphaned).toBeGreaterThan(0)
    const seen = await preview(asked)
    expect(seen).toMatchObject({ orphaned: 0, complaints: alone.orphaned })
    const { change: done, value } = await change(asked)
    expect(value.complaints).toBe(seen.complaints)
    expect(await record('xingcha')).toMatchObject({ closedOn: '2026-08-31' })
    expect(await refused(asked)).toEqual(['closedOn ALREADY_CLOSED'])
    await undo('xingcha', done.revision)
    expect(await ranking()).toEqual(before)
  })

  it('corrects a version in its place, and moves one to the day on which it was true', async () => {
    const before = await ranking()
    const first = await change({
      act: 'add',
      key: 'yifeng',
      validFrom: '2026-05-01',
      values: { name: '驿丰银行示范县分行', displayOrder: '5' },
    })
    const moved = await change({
      act: 'correct',
      key: 'yifeng',
      validFrom: '2026-05-01',
      movedTo: '2026-09-01',
      values: { aliases: '驿丰|驿丰分行' },
    })
    const nameOn = async (period: string) =>
      (
        (await askField(
          db,
          officer,
          `query ($value: ID!) { answer: institution(key: $value, period: "${period}") * }`,
          'InstitutionProfile',
          'yifeng',
        )) as {
          label: { zh: string }
        }
      ).label.zh
    expect([await nameOn('2026-08'), await nameOn('2026-09')]).toEqual(['驿丰银行示范县支行', '驿丰银行示范县分行'])
    expect((await record('yifeng')).aliases).toEqual(['驿丰', '驿丰分行'])
    await undo('yifeng', moved.change.revision)
    expect(await nameOn('2026-06')).toBe('驿丰银行示范县分行')
    await undo('yifeng', first.change.revision)
    expect(await ranking()).toEqual(before)
  })

  it('enters a new one, which goes again as long as nothing hangs on it', async () => {
    const values = {
      name: '示范县新桥村镇银行',
      code: 'XINQIAO',
      peerGroup: '农村中小金融机构',
      region: '',
      aliases: '新桥村镇银行',
      openedOn: '2026-09-01',
    }
    const groups = (await askField(
      db,
      officer,
      'query ($value: Dimension!) { answer: dimensionMembers(dimension: $value, first: 50) * }',
      'DimensionMember',
      'PEER_GROUP',
    )) as {
      key: string
      label: { zh: string }
    }[]
    const rural = groups.find((one) => one.key === 'RURAL')?.label.zh ?? ''
    const { change: done, value } = await change({ act: 'register', values: { ...values, peerGroup: rural } })
    expect(value).toEqual({ key: 'XINQIAO', complaints: 0 })
    expect(await countOf('XINQIAO')).toBe(0)
    expect(await refused({ act: 'register', values: { ...values, peerGroup: rural, aliases: '' } })).toEqual(['code CODE_TAKEN'])
    await undo('XINQIAO', done.revision)
    expect(await countOf('XINQIAO')).toBeNull()
  })
})

describe('what cannot be is refused at its field, and nothing is written', () => {
  it.each<[string, Asked, string[]]>([
    ['no day', { act: 'add', key: 'hefeng', values: { name: '甲' } }, ['validFrom MISSING_DATE']],
    ['a day that is none', { act: 'add', key: 'hefeng', validFrom: '2026-02-30', values: { name: '甲' } }, ['validFrom NOT_A_DAY']],
    [
      'a day with a version',
      { act: 'add', key: 'jiguang-hekou', validFrom: '2025-07-01', values: { name: '甲' } },
      ['validFrom DAY_TAKEN'],
    ],
    ['an empty name', { act: 'add', key: 'hefeng', validFrom: '2026-08-01', values: { name: ' ' } }, ['name MISSING_VALUE']],
    [
      'a name of another',
      { act: 'add', key: 'hefeng', validFrom: '2026-08-01', values: { name: '江海银行示范县支行' } },
      ['name NAME_TAKEN'],
    ],
    ['an alias of another', { act: 'correct', key: 'hefeng', values: { aliases: '禾丰|农商行西街分理处' } }, ['aliases NAME_TAKEN']],
    ['a closing before a version', { act: 'close', key: 'fenggu', values: { closedOn: '2025-06-30' } }, ['closedOn LATER_VERSIONS']],
    [
      'closed before it opened',
      { act: 'correct', key: 'fenggu', validFrom: '2025-07-01', values: { closedOn: '2025-06-30' } },
      ['closedOn CLOSED_BEFORE_OPENED'],
    ],
    ['its own parent', { act: 'correct', key: 'hefeng', values: { parent: 'hefeng' } }, ['parent SELF_PARENT']],
    ['a circle of parents', { act: 'correct', key: 'hefeng', values: { parent: 'hefeng-east' } }, ['parent CIRCULAR_PARENT']],
    [
      'its own successor',
      { act: 'close', key: 'hefeng', values: { closedOn: '2026-08-31', successor: 'hefeng' } },
      ['successor SELF_SUCCESSOR'],
    ],
    [
      'a closed successor',
      { act: 'close', key: 'xingcha', values: { closedOn: '2026-08-31', successor: 'songshi-x' } },
      ['successor UNKNOWN_SUCCESSOR'],
    ],
    [
      'a circle of successors',
      { act: 'close', key: 'songshi', values: { closedOn: '2024-06-30', successor: 'jiguang' } },
      ['successor CIRCULAR_SUCCESSOR'],
    ],
    [
      'a successor of an open one',
      { act: 'correct', key: 'hefeng', values: { successor: 'jianghai' } },
      ['successor SUCCESSOR_WITHOUT_CLOSING'],
    ],
    [
      'words nobody knows',
      { act: 'correct', key: 'hefeng', values: { peerGroup: '无此类', region: '无此地', ranked: '也许', parent: '无此行' } },
      ['ranked NOT_YES_OR_NO'],
    ],
    ['an unknown field', { act: 'correct', key: 'hefeng', values: { colour: 'red', code: 'X' } }, ['colour UNKNOWN_FIELD', 'code FIXED']],
    ['nothing to change', { act: 'correct', key: 'hefeng', values: { name: '禾丰银行示范县支行' } }, ['values UNCHANGED']],
    [
      'a version that is not there',
      { act: 'correct', key: 'hefeng', validFrom: '2026-01-01', values: { name: '甲' } },
      ['validFrom NO_SUCH_VERSION'],
    ],
    ['the first version moved', { act: 'correct', key: 'hefeng', movedTo: '2026-01-01', values: {} }, ['validFrom FIRST_VERSION']],
    ['an institution that is not there', { act: 'add', key: 'nobody', validFrom: '2026-08-01', values: {} }, ['key UNKNOWN_INSTITUTION']],
    ['a change that is not there', { act: 'undo', key: 'hefeng', undoes: 1 }, ['undoes NO_SUCH_CHANGE']],
  ])('%s', async (_, asked, expected) => {
    expect(await refused(asked)).toEqual(expected)
    expect(await refusal(preview(asked))).toEqual(expected)
  })

  it('no reason, in both languages', async () => {
    expect(
      await refusal(
        filled({ act: 'correct', key: 'hefeng', values: { aliases: '' } }).then((asked) => changeInstitution(db, officer, asked, ' ')),
      ),
    ).toEqual(['reason EMPTY'])
    const error = await change({ act: 'correct', key: 'hefeng', values: { parent: 'hefeng' } }).catch((one: unknown) => one)
    expect(error).toMatchObject({ label: { zh: '上级机构不能是自己。', en: 'An institution cannot be its own parent.' } })
    expect((error as UserError).fields[0]?.params).toMatchObject({ sentence: { zh: '上级机构不能是自己' } })
  })

  it('what somebody else changed since it was opened', async () => {
    const since = await revision()
    const { change: done } = await change({ act: 'correct', key: 'yunxiu', values: { aliases: '云岫' } })
    expect(await refused({ act: 'correct', key: 'yunxiu', since, values: { displayOrder: '7' } })).toEqual(['since MOVED'])
    await undo('yunxiu', done.revision)
    expect(await refused({ act: 'restore', key: 'yunxiu', undoes: done.revision, since: done.revision })).toEqual(['since MOVED'])
  })

  it('taking a new one back while another names it', async () => {
    const made = await change({ act: 'register', values: { name: '示范县新设总行' } })
    const below = await change({ act: 'add', key: 'tangli', validFrom: '2026-08-01', values: { parent: '示范县新设总行' } })
    expect(await refusal(undo(made.value.key, made.change.revision))).toEqual(['key IN_USE'])
    await undo('tangli', below.change.revision)
    await undo(made.value.key, made.change.revision)
  })
})

describe('who may', () => {
  it('an office changes what lies in its region alone', async () => {
    const elsewhere: Viewer = { ...officer, scope: { kind: 'SCOPE', regions: [], institutions: [] } }
    const asked = await filled({ act: 'correct', key: 'hefeng', values: { aliases: '' } })
    expect(await refusal(changeInstitution(db, elsewhere, asked, '来文'))).toEqual(['key UNKNOWN_INSTITUTION'])
    const made = await filled({ act: 'register', values: { name: '外地银行' } })
    expect(await refusal(changeInstitution(db, elsewhere, made, '来文'))).toEqual(['region UNKNOWN_REGION'])
  })

  it('such a change is no file among the imports, and ledger and audit hold', async () => {
    const files = (await askField(db, officer, 'query ($value: Int!) { answer: batches(first: $value) * }', 'BatchPage', 200)) as {
      rows: { file: string }[]
    }
    expect(files.rows.filter((row) => row.file === '')).toEqual([])
    const { rows } = await readAll(db, (tx) =>
      sql<{ kind: string }>`select kind from audit_line where kind like '%INSTITUTION' order by id`.execute(tx),
    )
    expect(new Set(rows.map((row) => row.kind))).toEqual(new Set(['CHANGE_INSTITUTION', 'UNDO_INSTITUTION', 'RESTORE_INSTITUTION']))
    const checks = [...(await verifyLedger(db)), ...(await verifyAudit(db))]
    expect(checks.flatMap((check) => check.problems)).toEqual([])
  }, 60_000)
})
