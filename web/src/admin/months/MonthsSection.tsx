import { SectionHead } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { Breaks } from './Breaks.tsx'
import { Months } from './Months.tsx'

/** Which months' books are closed, and across which days no figure is compared. */
export function MonthsSection() {
  const a = useAdminWords()
  return (
    <>
      <SectionHead title={a.sections.months} line={a.months.line} />
      <Months />
      <Breaks />
    </>
  )
}
