import { InvalidError } from './errors.ts'

/** A reason is part of every correction and of every act that changes figures. */
export function demandReason(reason: string): string {
  const text = reason.trim()
  if (text === '') throw new InvalidError({ zh: '请写明理由。', en: 'Give a reason.' }, [{ path: 'reason', reason: 'EMPTY' }])
  if (text.length > 500)
    throw new InvalidError({ zh: '理由请控制在 500 字以内。', en: 'Keep the reason under 500 characters.' }, [
      { path: 'reason', reason: 'TOO_LONG' },
    ])
  return text
}
