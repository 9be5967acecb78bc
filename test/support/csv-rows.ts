/** The cells of a CSV line by line; quoted ones may hold commas and line breaks. */
export function csvRows(content: Buffer | null): string[][] {
  const text = content?.toString('utf8').replace(/^\u{FEFF}/u, '') ?? ''
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push([])
    if (end === '') break
  }
  return rows.filter((row) => row.length > 1)
}
