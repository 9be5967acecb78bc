import { useState } from 'react'
import { useClient, useMutation } from 'urql'
import { useLedger } from '../../app/ledger.tsx'
import { useMay } from '../../app/session.tsx'
import { download } from '../../exports/download.ts'
import { filterWords } from '../../filters/members.ts'
import type { Scope } from '../../filters/scope.ts'
import { graphql } from '../../gql/index.ts'
import { useWords } from '../../text/text.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Choice, Popover } from '../../ui/Popover.tsx'
import { FailedLine } from '../../ui/states.tsx'
import { sourceWords } from '../SourceLine.tsx'
import type { Picture } from './picture.ts'

const ExportChartDocument = graphql(`
  mutation ExportChart($query: MetricQuery!, $format: ChartFormat!) {
    exportChart(query: $query, format: $format) {
      revision
    }
  }
`)

type Format = 'PNG' | 'SVG'

/** `large`: among the tools of a page, not of a card. */
type PictureMenuProps = { name: string; picture: () => Picture; scope: Scope; large?: boolean }

/** The way out of a chart: a picture that says by itself what it shows. The server leaves an audit line first. */
export function PictureMenu({ name, picture, scope, large = false }: PictureMenuProps) {
  const words = useWords()
  const { t } = words
  const may = useMay()
  const client = useClient()
  const { ledger } = useLedger()
  const [{ error, fetching }, tell] = useMutation(ExportChartDocument)
  const [done, setDone] = useState('')
  const [failed, setFailed] = useState(false)
  if (!may('figure:export') || !ledger) return null
  const act = async (format: Format): Promise<void> => {
    setFailed(false)
    const drawn = picture()
    const { data } = await tell({ query: drawn.query, format })
    if (!data?.exportChart) return
    try {
      const { composeSvg } = await import('./compose.tsx')
      const filters = await filterWords(client, scope, words)
      const foot = [filters === '' ? t.pictures.noFilters : t.pictures.filters(filters), sourceWords(ledger, words)]
      const file = `${drawn.title} ${drawn.query.period}`.replaceAll(/[\p{Cc}/\\:*?"<>|]/gu, '_') + `.${format.toLowerCase()}`
      await save(composeSvg(drawn, foot), format, file)
      setDone(file)
    } catch {
      setFailed(true)
    }
  }
  return (
    <span className="export">
      <Popover
        name={t.pictures.pictureOf(name)}
        buttonClass={large ? 'button' : 'link-button'}
        align="right"
        button={
          <>
            <Icon name="picture" size={large ? 16 : 14} />
            {fetching ? t.pictures.making : t.pictures.picture}
          </>
        }
      >
        {(close) => (
          <>
            <Choice onChoose={() => (close(), void act('PNG'))}>{t.pictures.png}</Choice>
            <Choice onChoose={() => (close(), void act('SVG'))}>{t.pictures.svg}</Choice>
          </>
        )}
      </Popover>
      <span className="hidden-text" role="status">
        {done && t.pictures.made(done)}
      </span>
      {failed && (
        <span className="field-problem" role="alert">
          {t.pictures.failed}
        </span>
      )}
      {error && <FailedLine error={error} />}
    </span>
  )
}

const TIMES = 2

async function save(svg: string, format: Format, name: string): Promise<void> {
  const { pngOf } = await import('./raster.ts')
  const blob =
    format === 'SVG' ? new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${svg}`], { type: 'image/svg+xml' }) : await pngOf(svg, TIMES)
  const url = URL.createObjectURL(blob)
  download(url, name)
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
