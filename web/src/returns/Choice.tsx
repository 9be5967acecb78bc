type ChoiceProps = { name: string; value: string; options: { key: string; words: string }[]; onChange: (key: string) => void }

/** One choice among a few, with its name before it. */
export function Choice({ name, value, options, onChange }: ChoiceProps) {
  return (
    <label className="inline-field">
      <span>{name}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(({ key, words }) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}
