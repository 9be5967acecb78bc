import { useRouter } from '@tanstack/react-router'
import { useQuery } from 'urql'
import type { Reading } from '../catalog/table.ts'
import { graphql } from '../gql/index.ts'
import type { AttentionQuery } from '../gql/graphql.ts'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Await, Blank } from '../ui/states.tsx'

const AttentionDocument = graphql(`
  query Attention($period: String, $jurisdiction: ID, $revision: Int) {
    attention(period: $period, jurisdiction: $jurisdiction, revision: $revision) {
      kind
      severity
      title {
        zh
        en
      }
      detail {
        zh
        en
      }
      link
    }
  }
`)

type Item = NonNullable<AttentionQuery['attention']>[number]
const MOST = 5
const SIGN = { WORSE: '▲', WARN: '!', NOTE: '≈' } as const

/** At most five, in the server's order of consequence, each with its reason and one action. */
export function Attention({ scope }: { scope: Scope | null }) {
  const { t } = useWords()
  const [{ data, error, fetching }, ask] = useQuery({
    query: AttentionDocument,
    variables: { period: scope?.period, jurisdiction: scope?.search.jurisdiction, revision: scope?.revision },
    pause: !scope,
  })
  const items = data?.attention?.slice(0, MOST) ?? null
  const reading: Reading<Item[]> = { value: items, error, busy: fetching, retry: () => ask({ requestPolicy: 'network-only' }) }
  return (
    <section className="card attention" aria-label={t.overview.attention}>
      <header className="card-head">
        <h2>{t.overview.attention}</h2>
        {items && items.length > 0 && <span className="caption">{t.overview.items(items.length)}</span>}
      </header>
      <Await reading={reading} blank={<Blank height={280} />}>
        {(all) =>
          all.length === 0 ? (
            <p className="caption">{t.overview.attentionEmpty}</p>
          ) : (
            <ul>
              {all.map((item, place) => (
                <AttentionLine key={place} item={item} />
              ))}
            </ul>
          )
        }
      </Await>
    </section>
  )
}

function AttentionLine({ item }: { item: Item }) {
  const { t, say } = useWords()
  const router = useRouter()
  return (
    <li className={`attention-line attention-${item.severity.toLowerCase()}`}>
      <span className="attention-sign" aria-hidden="true">
        {SIGN[item.severity]}
      </span>
      <div>
        <h3>
          <span className="hidden-text">{t.overview.severity[item.severity]}</span>
          {say(item.title)}
        </h3>
        <p className="second">{say(item.detail)}</p>
      </div>
      {item.link && (
        <a
          href={item.link}
          aria-label={`${t.overview.see} ${say(item.title)}`}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            router.history.push(item.link ?? '/')
          }}
        >
          {t.overview.see}
          <Icon name="right" size={12} />
        </a>
      )}
    </li>
  )
}
