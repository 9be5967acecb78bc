import { useWords } from '../text/text.tsx'

type GradeProps = { score?: string | null; grade?: string | null; gradePlace?: number | null; grades?: number }

/** Score and grade as they were given; the grade’s place in its scale where that is known. */
export function GradeWords({ score, grade, gradePlace, grades }: GradeProps) {
  const { t } = useWords()
  const parts = [score ? t.institutions.score(score) : null, grade ?? null].filter((part) => part !== null)
  return (
    <>
      {parts.length > 0 ? parts.join(t.overview.comma) : t.figures.none}
      {gradePlace && grades ? <span className="hidden-text"> {t.returns.place(gradePlace, grades)}</span> : null}
    </>
  )
}
