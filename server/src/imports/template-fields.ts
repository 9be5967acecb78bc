import { columnsOf, type ImportKind } from './columns.ts'

/** Columns that say in another way what one of the template says, or what is said of a whole file. */
const LEFT_OUT: Partial<Record<ImportKind, readonly string[]>> = {
  // A line of a return that is typed states counts; other measures come as the institution's own form.
  returns: [
    'jurisdiction',
    'register',
    'across',
    'acrossPlace',
    'measure',
    'value',
    'share',
    'changeKind',
    'change',
    'changeLastYear',
    'rank',
    'median',
  ],
  exposures: ['outlets', 'personalCustomers', 'premium', 'policies'],
  complaints: ['amountTenThousandYuan', 'receivedTime', 'source'],
}

/** The columns of a template: those that are kept, and those of persons that masks and tokens need. */
export function templateFields(kind: ImportKind): string[] {
  return Object.entries(columnsOf(kind)).flatMap(([field, column]) =>
    column.aside || column.personal === 'NO_NAME' || LEFT_OUT[kind]?.includes(field) ? [] : [field],
  )
}
