import { useWords } from '../../text/text.tsx'
import { SelectField, TextField } from '../parts.tsx'
import type { Dictionary, Entry } from './documents.ts'
import type { Draft } from './draft.ts'
import { useDictionaryWords } from './words.ts'

type FieldsProps = { dictionary: Dictionary; entry: Entry | null; draft: Draft; onChange: (draft: Draft) => void }

/** Names, code, place in the tree, attributes, aliases, day of retirement. */
export function EntryFields({ dictionary, entry, draft, onChange }: FieldsProps) {
  const { say } = useWords()
  const d = useDictionaryWords()
  const put = (part: Partial<Draft>): void => onChange({ ...draft, ...part })
  return (
    <>
      <div className="admin-pair">
        <TextField label={d.zh} value={draft.zh} onChange={(zh) => put({ zh })} first />
        <TextField label={d.en} value={draft.en} onChange={(en) => put({ en })} />
        <SelectField
          label={d.parent}
          value={draft.parent}
          onChange={(parent) => put({ parent })}
          options={[
            ['', d.top] as const,
            ...dictionary.entries
              .filter((one) => !isBelow(dictionary, one, entry))
              .map((one) => [one.key, `${'　'.repeat(one.depth)}${say(one.label)}`] as const),
          ]}
        />
        <TextField label={d.codeField} value={draft.code} onChange={(code) => put({ code })} />
        {dictionary.attributes.map((attribute) => (
          <AttributeField
            key={attribute.name}
            attribute={attribute}
            values={draft.attributes[attribute.name] ?? []}
            onChange={(values) => put({ attributes: { ...draft.attributes, [attribute.name]: values } })}
          />
        ))}
        <TextField label={d.order} value={draft.order} onChange={(order) => put({ order })} />
        <TextField label={d.retiredFrom} type="date" value={draft.retiredFrom} onChange={(retiredFrom) => put({ retiredFrom })} />
      </div>
      {draft.retiredFrom !== '' && <p className="caption">{d.retiredHint}</p>}
      <label className="field">
        <span>
          {d.aliasesField} <span className="caption">{d.aliasesHint}</span>
        </span>
        <textarea className="input" value={draft.aliases} onChange={(event) => put({ aliases: event.target.value })} />
      </label>
    </>
  )
}

type AttributeProps = { attribute: Dictionary['attributes'][number]; values: string[]; onChange: (values: string[]) => void }

function AttributeField({ attribute, values, onChange }: AttributeProps) {
  const { say } = useWords()
  const d = useDictionaryWords()
  if (!attribute.many)
    return (
      <SelectField
        label={
          <>
            {say(attribute.label)} <span className="caption">{say(attribute.explain)}</span>
          </>
        }
        value={values[0] ?? ''}
        onChange={(value) => onChange(value === '' ? [] : [value])}
        options={[['', d.unsaid] as const, ...attribute.choices.map((choice) => [choice.value, say(choice.label)] as const)]}
      />
    )
  return (
    <fieldset className="field dictionary-many">
      <legend>{say(attribute.label)}</legend>
      {attribute.choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="checkbox"
            checked={values.includes(choice.value)}
            onChange={(event) =>
              onChange(event.target.checked ? [...values, choice.value] : values.filter((value) => value !== choice.value))
            }
          />{' '}
          {say(choice.label)}
        </label>
      ))}
    </fieldset>
  )
}

/** Whether an entry is the one being changed or lies below it: it cannot stand above it. */
function isBelow(dictionary: Dictionary, one: Entry, entry: Entry | null): boolean {
  if (entry === null) return false
  for (let at: Entry | undefined = one; at; at = dictionary.entries.find((other) => other.key === at?.parent))
    if (at.key === entry.key) return true
  return false
}
