import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useClient, useQuery, type CombinedError } from 'urql'
import { graphql } from '../gql/index.ts'
import type { Dimension, FrameQuery, Metric } from '../gql/graphql.ts'

const FrameDocument = graphql(`
  query Frame {
    ledger {
      revision
      today
      asOf
      latestPeriod
      latestPeriodComplete
      closedMonths
      firstMonth
      lastMonth
      installation
      jurisdiction {
        key
        label {
          zh
          en
        }
        level
      }
    }
    catalog {
      metrics {
        key
        label {
          zh
          en
        }
        definition {
          zh
          en
        }
        unit {
          zh
          en
        }
        base {
          zh
          en
        }
        peerGroups
        changeUnit {
          zh
          en
        }
        decimals
        goodWhen
        dateRole
        additive
        method
        dimensions
      }
      dimensions {
        key
        kind
        label {
          zh
          en
        }
      }
    }
    jurisdictions {
      key
      label {
        zh
        en
      }
      level
      parent
    }
  }
`)

const MarkDocument = graphql(`
  query Mark {
    ledger {
      revision
    }
  }
`)

export type Ledger = NonNullable<FrameQuery['ledger']>
export type Catalog = NonNullable<FrameQuery['catalog']>
export type DimensionInfo = NonNullable<FrameQuery['catalog']>['dimensions'][number]
export type MetricInfo = NonNullable<FrameQuery['catalog']>['metrics'][number]
type Jurisdictions = NonNullable<FrameQuery['jurisdictions']>

type LedgerState = {
  /** Null until the frame's first answer is in; the page shows its skeleton so long. */
  ledger: Ledger | null
  metrics: ReadonlyMap<Metric, MetricInfo>
  /** All metrics and dimensions in the server's order; null until they are in. */
  catalog: Catalog | null
  dimensions: ReadonlyMap<Dimension, DimensionInfo>
  jurisdictions: Jurisdictions
  error: CombinedError | undefined
  /** The newest revision heard of; greater than the ledger's when others have written meanwhile. */
  newest: number
  /** A mutation of this page made a revision: the page asks again at once. */
  heard: (revision: number) => void
  refresh: () => void
}

const LedgerContext = createContext<LedgerState | null>(null)
const MINUTE = 60_000

/** Asks for the ledger's revision once; every panel, list and export of the page carries it. */
export function LedgerProvider({ children }: { children: ReactNode }) {
  const client = useClient()
  const [{ data, error }, ask] = useQuery({ query: FrameDocument, requestPolicy: 'cache-and-network' })
  const [newest, setNewest] = useState(0)
  const ledger = data?.ledger ?? null

  useEffect(() => {
    const look = (): void => {
      if (document.hidden) return
      void client
        .query(MarkDocument, {}, { requestPolicy: 'network-only' })
        .toPromise()
        .then(({ data: mark }) => mark?.ledger && setNewest(mark.ledger.revision))
    }
    const timer = setInterval(look, MINUTE)
    window.addEventListener('focus', look)
    return () => {
      clearInterval(timer)
      window.removeEventListener('focus', look)
    }
  }, [client])

  const state = useMemo<LedgerState>(() => {
    const refresh = (): void => ask({ requestPolicy: 'network-only' })
    return {
      ledger,
      metrics: new Map((data?.catalog?.metrics ?? []).map((metric) => [metric.key, metric])),
      catalog: data?.catalog ?? null,
      dimensions: new Map((data?.catalog?.dimensions ?? []).map((dimension) => [dimension.key, dimension])),
      jurisdictions: data?.jurisdictions ?? [],
      error,
      newest: Math.max(newest, ledger?.revision ?? 0),
      heard: (revision) => {
        setNewest(revision)
        refresh()
      },
      refresh,
    }
  }, [ask, data, error, ledger, newest])
  return <LedgerContext value={state}>{children}</LedgerContext>
}

export function useLedger(): LedgerState {
  const state = useContext(LedgerContext)
  if (!state) throw new Error('useLedger outside LedgerProvider')
  return state
}
