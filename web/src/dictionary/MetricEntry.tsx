import type { ReactNode } from 'react'
import { useLedger, type MetricInfo } from '../app/ledger.tsx'
import type { Dimension } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import type { DictionaryDimension, DictionaryMetric, Explanation } from './documents.ts'

type EntryProps = {
  metric: MetricInfo
  detail: DictionaryMetric | undefined
  explanation: Explanation | undefined
  dimensions: DictionaryDimension[]
}

/** One metric, all that the house knows about it. */
export function MetricEntry({ metric, detail, explanation, dimensions }: EntryProps) {
  const { t, say, date } = useWords()
  const words = t.dictionary
  return (
    <article id={metric.key} tabIndex={-1} className="card dictionary-entry" aria-label={say(metric.label)}>
      <header className="card-head">
        <h3>{say(metric.label)}</h3>
        <code className="caption">{metric.key}</code>
        <a href={`#${metric.key}`} className="dictionary-anchor">
          {words.linkTo}
          <span className="hidden-text"> {say(metric.label)}</span>
        </a>
      </header>
      <p className="dictionary-definition">{say(metric.definition)}</p>
      <dl className="pairs">
        {explanation && <Pair name={words.formula}>{say(explanation.formula)}</Pair>}
        <Pair name={words.unit}>{words.unitOf(say(metric.unit), say(detail?.changeUnit), metric.decimals)}</Pair>
        {metric.base && <Pair name={words.base}>{say(metric.base)}</Pair>}
        <Pair name={words.dateRole}>{t.dateRoles[metric.dateRole]}</Pair>
        <Pair name={words.goodWhen}>{words.good[metric.goodWhen]}</Pair>
        {detail && <Pair name={words.rankFrom}>{words.ranks[detail.rankFrom]}</Pair>}
        <Pair name={words.adds}>{metric.additive ? words.additive : words.notAdditive}</Pair>
        {explanation && <Pair name={words.opens}>{say(explanation.opens)}</Pair>}
        {detail && (
          <Pair name={words.splitBy}>
            <DimensionLinks keys={detail.dimensions} dimensions={dimensions} />
          </Pair>
        )}
        {detail && detail.numeratorOnly.length > 0 && (
          <Pair name={words.numeratorOnly}>
            <DimensionLinks keys={detail.numeratorOnly} dimensions={dimensions} />
          </Pair>
        )}
        <Pair name={words.method}>{metric.method}</Pair>
      </dl>
      {explanation && explanation.settings.length > 0 && (
        <Details title={words.settings}>
          {explanation.settings.map((setting) => (
            <li key={setting.name}>
              <b>{words.settingIs(say(setting.label), say(setting.shown))}</b> <span className="second">{say(setting.explain)}</span>
            </li>
          ))}
        </Details>
      )}
      {explanation && (
        <Details title={words.missing}>
          {explanation.nullReasons.map((reason) => (
            <li key={reason.reason}>
              <b>{say(reason.label)}</b> <span className="second">{say(reason.sentence)}</span>
            </li>
          ))}
        </Details>
      )}
      {explanation && explanation.breaks.length > 0 && (
        <Details title={words.breaks}>
          {explanation.breaks.map((each) => (
            <li key={each.on}>
              <b>{date(each.on)}</b> <span className="second">{say(each.sentence)}</span>
            </li>
          ))}
        </Details>
      )}
    </article>
  )
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Details({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="dictionary-details">
      <h4>{title}</h4>
      <ul>{children}</ul>
    </section>
  )
}

function DimensionLinks({ keys, dimensions }: { keys: readonly Dimension[]; dimensions: readonly DictionaryDimension[] }) {
  const { t, say } = useWords()
  const { dimensions: known } = useLedger()
  const named = dimensions.filter((each) => keys.includes(each.key))
  return (
    <>
      {named.map((each, place) => (
        <span key={each.key}>
          {place > 0 && t.filters.join}
          <a href={`#${each.key}`}>{say(known.get(each.key)?.label ?? each.label)}</a>
        </span>
      ))}
    </>
  )
}
