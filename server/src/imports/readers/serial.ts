import type { Moment } from './cells.ts'

const DAY_MS = 86_400_000

/**
 * The day and time of a workbook's serial number, or null where it is none: below day 1, past 9999, or
 * 60 in the 1900 system (its 29 February 1900 did not exist). Seconds are rounded, the day never is.
 */
export function fromSerial(serial: number, from1904: boolean): Moment | null {
  if (!Number.isFinite(serial) || serial < (from1904 ? 0 : 1)) return null
  let day = Math.floor(serial)
  let seconds = Math.round((serial - day) * 86_400)
  if (seconds === 86_400) {
    // 23:59:59.9996 is still that day.
    seconds = 86_399
  }
  if (!from1904 && day === 60) return null
  if (!from1904 && day < 60) day += 1
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const date = new Date(epoch + day * DAY_MS)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return null
  return { day: date.toISOString().slice(0, 10), time: seconds === 0 ? null : clockOf(seconds) }
}

function clockOf(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** 'YYYY-MM-DD', with ' HH:MM' or ' HH:MM:SS' where there is a time. */
export function writtenMoment(moment: Moment): string {
  if (moment.time === null) return moment.day
  return `${moment.day} ${moment.time.endsWith(':00') ? moment.time.slice(0, 5) : moment.time}`
}
