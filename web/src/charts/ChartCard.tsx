import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import './charts.css'

type ChartCardProps = {
  title: string
  caption: string
  legend?: ReactNode
  /** Source and "data as of"; stands under the chart and is printed. */
  source: ReactNode
  chart: ReactNode
  /** What is remarked on its days, below it. */
  notes?: ReactNode
  table: ReactNode
  /** What else may be done with it, as its export. */
  tools?: ReactNode
}

/** A chart with its words and its table one key (`t`) away. */
export function ChartCard({ title, caption, legend, source, chart, notes, table, tools }: ChartCardProps) {
  const { t } = useWords()
  const [asTable, setAsTable] = useState(false)
  const onKey = (event: KeyboardEvent): void => {
    const typing = event.target instanceof Element && event.target.closest('input, select, textarea') !== null
    if (event.key !== 't' || typing || event.ctrlKey || event.metaKey || event.altKey) return
    setAsTable(!asTable)
  }
  return (
    <section className="card chart-card" onKeyDown={onKey} aria-label={title}>
      <header className="card-head">
        <h2>{title}</h2>
        <span className="caption">{caption}</span>
        {!asTable && legend}
        <span className="card-tools">
          {tools}
          <button type="button" className="link-button" aria-keyshortcuts="t" onClick={() => setAsTable(!asTable)}>
            <Icon name={asTable ? 'chart' : 'table'} size={14} />
            {asTable ? t.charts.chart : t.charts.table}
          </button>
        </span>
      </header>
      {asTable ? <Scroll label={title}>{table}</Scroll> : chart}
      {notes}
      <footer className="caption chart-source">{source}</footer>
    </section>
  )
}
