import type { Random } from '../statistics/random.ts'
import { addDays, daysBetween, openDay } from './calendar.ts'
import { drawOne } from './draw.ts'
import type { DemoComplaint, DemoCorrection } from './demo.types.ts'

type Column = DemoCorrection['column']

/**
 * One in 150 complaints of the regulator's register was filed with one wrong value, put right by a person some four
 * months later. Only cases that were closed in time are taken, and none of the last months.
 */
export function planCorrections(random: Random, complaints: readonly DemoComplaint[]): DemoCorrection[] {
  const eligible = complaints.filter((complaint) => isEligible(complaint))
  return eligible
    .filter((_, index) => index % 150 === 75)
    .map((complaint, index) => {
      const column = COLUMNS[index % COLUMNS.length] as Column
      const right = complaint[column] as string
      return {
        number: complaint.number,
        column,
        wrong: drawOne(
          random,
          WRONG[column].filter((value) => value !== right),
        ),
        right,
        on: openDay(addDays(complaint.receivedOn, 130)),
        reason: REASONS[column],
      }
    })
}

function isEligible(complaint: DemoComplaint): boolean {
  return (
    complaint.register === 'REGULATOR' &&
    complaint.kind === 'COMPLAINT' &&
    complaint.upheld !== null &&
    complaint.closedOn !== null &&
    complaint.receivedOn < '2026-05-01' &&
    daysBetween(complaint.receivedOn, complaint.closedOn) <= 15
  )
}

const COLUMNS: readonly Column[] = ['category', 'upheld', 'cause', 'lodgingChannel']

const WRONG: Readonly<Record<Column, readonly string[]>> = {
  category: ['BUSINESS_OTHER', 'RMB_SAVINGS'],
  upheld: ['NOT_UPHELD', 'PARTLY', 'UPHELD'],
  cause: ['CAUSE_OTHER', 'SERVICE_QUALITY'],
  lodgingChannel: ['VISIT', 'HOTLINE_12363'],
}

const REASONS: Readonly<Record<Column, string>> = {
  category: '调阅工单录音，业务类别登记有误，更正。',
  upheld: '机构补充材料后复核，定性更正。',
  cause: '季度质检发现原因归类有误，更正。',
  lodgingChannel: '与热线派单系统核对，来源渠道更正。',
}
