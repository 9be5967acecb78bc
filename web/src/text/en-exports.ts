import type { Text } from './zh.ts'

export const enExports: Text['exports'] = {
  export: 'Export',
  what: (name) => `Export: ${name}`,
  xlsx: 'Workbook (.xlsx)',
  csv: 'Plain text (.csv)',
  query: 'Query by API',
  working: 'Exporting…',
  progress: (done, total) => `${done} of ${total} rows written`,
  progressOpen: (done) => `${done} rows written`,
  stop: 'Stop the export',
  stopped: 'Stopped; no file was left.',
  done: (name) => `Exported ${name}`,
  queryTitle: 'The same query by API',
  queryText: 'This query gives the figures of this page, of the same revision. POST it to /graphql with a token of yours.',
  document: 'Document',
  variables: 'Variables',
  command: 'Command line: saved as a file, the argument of the query command',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy; select it by hand',
}
