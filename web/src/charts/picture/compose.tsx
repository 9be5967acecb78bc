import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { PICTURE_EDGE, PICTURE_WIDTH, type Picture, type PictureKey } from './picture.ts'

/**
 * A chart as one SVG that needs nothing else: title, unit and period, legend, drawing, remarks, filters and source in
 * the picture itself, in the light colours and with the page's fonts, whatever the reader's theme is.
 * @param foot filters, then source with "data as of".
 */
export function composeSvg(picture: Picture, foot: readonly string[]): string {
  const tokens = lightTokens()
  const font = tokens('--font')
  const host = document.createElement('div')
  const root = createRoot(host)
  flushSync(() => root.render(<Sheet picture={picture} foot={foot} font={font} />))
  const svg = host.querySelector('svg')
  const text = svg ? new XMLSerializer().serializeToString(svg) : ''
  root.unmount()
  return text.replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => tokens(name).replaceAll('"', "'"))
}

/** The values of the light theme's tokens. The theme is changed and set back before anything is painted. */
function lightTokens(): (name: string) => string {
  const page = document.documentElement
  const before = page.getAttribute('data-theme')
  page.setAttribute('data-theme', 'light')
  const style = getComputedStyle(page)
  const known = new Map<string, string>()
  for (const name of NAMES) known.set(name, style.getPropertyValue(name).trim())
  if (before === null) page.removeAttribute('data-theme')
  else page.setAttribute('data-theme', before)
  return (name) => known.get(name) ?? ''
}

const NAMES = (
  '--font --card --ink --ink2 --ink3 --line --line2 --accent --on-accent --band --grey --bar --bar-pale --warn --warn-tint ' +
  '--worse --better --series1 --series2 --series3 --series4 --series5 --series6'
).split(' ')

const INSIDE = PICTURE_WIDTH - 2 * PICTURE_EDGE

type SheetProps = { picture: Picture; foot: readonly string[]; font: string }

function Sheet({ picture, foot, font }: SheetProps) {
  const measure = measurer(font)
  const keys = keyRows(picture.keys, measure)
  const notes = [...picture.lines, ...foot].flatMap((line) => wrapped(line, INSIDE, (text) => measure(text, 12)))
  const drawnAt = 72 + keys.length * 20
  const notesAt = drawnAt + picture.drawing.height + 20
  const height = notesAt + notes.length * 18 + 10
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={PICTURE_WIDTH}
      height={height}
      viewBox={`0 0 ${PICTURE_WIDTH} ${height}`}
      fontFamily={font}
      role="img"
      aria-label={picture.title}
    >
      <title>{picture.title}</title>
      <rect width={PICTURE_WIDTH} height={height} fill="var(--card)" />
      <text x={PICTURE_EDGE} y="36" fontSize="20" fontWeight="600" fill="var(--ink)">
        {picture.title}
      </text>
      <text x={PICTURE_EDGE} y="58" fontSize="13" fill="var(--ink2)">
        {picture.caption}
      </text>
      {keys.flatMap((row, line) =>
        row.map(({ key, x }) => (
          <g key={`${line} ${key.words}`} transform={`translate(${PICTURE_EDGE + x} ${82 + line * 20})`}>
            {key.line ? (
              <line x1="0" x2="14" y1="-4" y2="-4" stroke={key.colour} strokeWidth="2" />
            ) : (
              <rect y="-9" width="10" height="10" fill={key.colour} />
            )}
            <text x="20" fontSize="12" fill="var(--ink2)">
              {key.words}
            </text>
          </g>
        )),
      )}
      <g transform={`translate(${PICTURE_EDGE} ${drawnAt})`}>{picture.drawing.content}</g>
      {notes.map((line, place) => (
        <text key={`${place} ${line}`} x={PICTURE_EDGE} y={notesAt + place * 18} fontSize="12" fill="var(--ink3)">
          {line}
        </text>
      ))}
    </svg>
  )
}

type Measure = (text: string, size: number) => number

function measurer(font: string): Measure {
  const context = document.createElement('canvas').getContext('2d')
  return (text, size) => {
    if (!context) return text.length * size
    context.font = `${size}px ${font}`
    return context.measureText(text).width
  }
}

function keyRows(keys: readonly PictureKey[], measure: Measure): { key: PictureKey; x: number }[][] {
  const rows: { key: PictureKey; x: number }[][] = []
  let x = INSIDE
  for (const key of keys) {
    const width = 20 + measure(key.words, 12)
    if (x + width > INSIDE) {
      rows.push([])
      x = 0
    }
    rows.at(-1)?.push({ key, x })
    x += width + 20
  }
  return rows
}

/** Cuts a line where it is full: between words, and between any two Chinese characters. */
export function wrapped(text: string, width: number, measure: (text: string) => number): string[] {
  const parts = text.match(/[\u2e80-\uffef][，。；：、）”]?|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? []
  const lines: string[] = []
  let line = ''
  for (const part of parts) {
    if (line !== '' && measure((line + part).trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += line === '' ? part.trimStart() : part
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines
}
