import { useEffect } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../gql/index.ts'
import type { ImportDraftQuery } from '../gql/graphql.ts'

export const ImportDraftDocument = graphql(`
  query ImportDraft($id: ID!) {
    importDraft(id: $id) {
      id
      kind
      file
      map
      headings
      job {
        id
        step
        done
        total
        state
        error {
          zh
          en
        }
      }
      rows
      new
      changed
      identical
      rejectedRows
      skipped
      committed
      batch
      rejected {
        sheet
        row
        column
        value
        reason
      }
      unresolved {
        field
        value
        rows
        proposals
      }
      fromTitle {
        value
        column {
          zh
          en
        }
      }
      notKept {
        column
        personal
        why {
          zh
          en
        }
      }
      conflicts {
        position
        sheet
        row
        column
        person
        file
      }
      changes {
        sheet
        row
        column
        before
        after
      }
      returns {
        subject
        period
        form
        total
        computed
        discrepancies
      }
      discrepancies {
        of {
          zh
          en
        }
        sheet
        cell
        row
        column
        kind
        stated
        computed
        ofPlaced
      }
      stated {
        sheet
        row
        label
        statedCount
        computedCount
        statedAmountYuan
        computedAmountYuan
        differs
      }
      refused {
        zh
        en
      }
      otherKinds
      committing
      recalled {
        key
        name
      }
      missing {
        batch
        file
        rows
      }
      problems {
        problem
        label {
          zh
          en
        }
        rejects
        rows
        firstRow
        firstPosition
      }
      tables {
        sheet
        read
        headingRows
        rows
        columns {
          index
          heading
          upper
          field
          how
          personal
          proposals
          samples
        }
        preview {
          row
          cells
        }
      }
    }
  }
`)

export type Draft = NonNullable<ImportDraftQuery['importDraft']>
export type Table = Draft['tables'][number]
/** MAP.json, as the page changes it. */
export type MapJson = {
  columns?: Record<string, string>
  values?: Record<string, Record<string, string>>
  defaults?: Record<string, string>
  create?: string[]
  dates?: Record<string, string>
  sheets?: string[]
  headingRows?: Record<string, number[]>
}
const BEAT = 700

/** A draft and its progress, asked again while its work is on. */
export function useDraft(id: string) {
  const [{ data, error }, ask] = useQuery({ query: ImportDraftDocument, variables: { id }, requestPolicy: 'cache-and-network' })
  // Until the answer for this draft is in, the one before it is not shown for it.
  const draft = data?.importDraft?.id === id ? data.importDraft : null
  const running = isRunning(draft)
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => ask({ requestPolicy: 'network-only' }), BEAT)
    return () => clearInterval(timer)
  }, [ask, running])
  return { draft, error, running, again: () => ask({ requestPolicy: 'network-only' }) }
}

export function isRunning(draft: Draft | null): boolean {
  if (draft?.committing) return true
  return draft?.job?.state === 'QUEUED' || draft?.job?.state === 'RUNNING'
}
