import { useWords } from '../text/text.tsx'
import type { Proposal } from './documents.ts'

const SIGNS = { STRONG: '▲', FACT: '✓', FAIR: '△', WEAK: '≈' } as const

/** How strong the evidence is, in words; the sign is an aid. */
export function Evidence({ proposal: { judgements } }: { proposal: Proposal }) {
  const { say } = useWords()
  const words = judgements.flatMap(({ criterion, strength, strengthWords }) =>
    strength && strengthWords ? [{ criterion, strength, strengthWords }] : [],
  )
  return (
    <span className="caption supervision-evidence">
      {words.map(({ criterion, strength, strengthWords }) => (
        <span key={criterion}>
          <span aria-hidden="true">{SIGNS[strength]} </span>
          {say(strengthWords)}
        </span>
      ))}
    </span>
  )
}
