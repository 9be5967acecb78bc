import { useMemo } from 'react'
import { useQuery } from 'urql'
import { useMay } from '../app/session.tsx'
import type { PlotFlag } from '../charts/series.ts'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { AnnotationsDocument, type Annotation } from './documents.ts'
import { flagsOf, touches, type Counted } from './touching.ts'
import { remarkWords } from './words.ts'

export type Remarks = {
  list: Annotation[]
  flags: PlotFlag[]
  /** Each in one sentence with its number, as a picture carries it. */
  sentences: string[]
}

/** The remarks that touch a chart, with their places among its buckets. */
export function useRemarks(scope: Scope | null, period: string, buckets: readonly string[], counted: Counted): Remarks {
  const words = useWords()
  const may = useMay()
  const [{ data }] = useQuery({
    query: AnnotationsDocument,
    variables: { period, jurisdiction: scope?.search.jurisdiction ?? null, revision: scope?.revision ?? null },
    pause: !scope || period === '' || !may('annotation:read'),
  })
  const all = data?.annotations
  const { metric, filters } = counted
  const { dimension = null, key = '' } = counted.member ?? {}
  return useMemo(() => {
    const list = (all ?? []).filter((each) => touches(each, { metric, filters, member: dimension && { dimension, key } }))
    const flags = flagsOf(list, buckets)
    return { list, flags, sentences: list.map((each, place) => `${place + 1}. ${remarkWords(each, words)}`) }
  }, [all, buckets, metric, filters, dimension, key, words])
}
