import { describe, expect, it } from 'vitest'
import { emptyDraft, nextDraft, typedOf, withoutPersons, type Draft } from './form.ts'

const draft: Draft = {
  source: 'LOCAL',
  number: '',
  unit: 'TEN_THOUSAND',
  held: {
    receivedOn: { text: '2026-10-08' },
    institution: { text: '禾丰银行', value: 'HF' },
    lodgingChannel: { text: '来访', value: '来访' },
    amount: { text: '1.2' },
    text: { text: '请回电13912345678' },
    complainantPhone: { text: '13912345678' },
  },
}

describe('a draft of a complaint', () => {
  it('sends what was chosen, the amount in its unit, and the proposed number where nobody wrote another', () => {
    expect(typedOf(draft, '投2026-0007')).toEqual({
      number: '投2026-0007',
      receivedOn: '2026-10-08',
      institution: 'HF',
      lodgingChannel: '来访',
      amountTenThousandYuan: '1.2',
      text: '请回电13912345678',
      complainantPhone: '13912345678',
    })
    expect(typedOf({ ...emptyDraft, number: ' 7 ', source: '12345' }, '投2026-0007')).toEqual({ number: '7', source: '12345' })
  })

  it('leaves everything that may name a person out of what is kept on the disk', () => {
    expect(JSON.stringify(withoutPersons(draft))).not.toContain('13912345678')
    expect(Object.keys(withoutPersons(draft).held)).toEqual(['receivedOn', 'institution', 'lodgingChannel', 'amount'])
  })

  it('gives the next one day, channel, source and unit', () => {
    expect(nextDraft(draft)).toEqual({
      source: 'LOCAL',
      number: '',
      unit: 'TEN_THOUSAND',
      held: { receivedOn: { text: '2026-10-08' }, lodgingChannel: { text: '来访', value: '来访' } },
    })
  })
})
