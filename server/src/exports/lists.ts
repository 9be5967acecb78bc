import { assessmentsExport } from '../assessments/assessments.export.ts'
import { auditExport } from '../audit/audit.export.ts'
import { calendarExport } from '../calendar/calendar.export.ts'
import { complaintsExport } from '../complaints/complaints.export.ts'
import { dictionariesExport } from '../dictionaries/dictionaries.export.ts'
import { batchesExport } from '../imports/batches.export.ts'
import { exposuresExport } from '../exposures/exposures.export.ts'
import { institutionsExport } from '../institutions/institutions.export.ts'
import { candidatesExport, dismissedExport, mergedExport } from '../matters/matters.export.ts'
import { returnExport, returnsExport } from '../returns/returns.export.ts'
import { settingsExport } from '../settings/settings.export.ts'
import { supervisionExport } from '../supervision/supervision.export.ts'
import { unclassifiedWordsExport } from '../words/words.export.ts'
import type { ListExport } from './list-export.ts'

/** THE REGISTRY of lists that leave as files. A new one is one entry here and its `noun.export.ts`. */
export const lists = {
  complaints: complaintsExport,
  repeatCandidates: candidatesExport,
  mergedMatters: mergedExport,
  dismissedRepeats: dismissedExport,
  returns: returnsExport,
  return: returnExport,
  assessments: assessmentsExport,
  institutions: institutionsExport,
  exposures: exposuresExport,
  supervisionList: supervisionExport,
  batches: batchesExport,
  audit: auditExport,
  dictionaries: dictionariesExport,
  calendar: calendarExport,
  settings: settingsExport,
  unclassifiedWords: unclassifiedWordsExport,
} as const satisfies Record<string, ListExport>

export type ListKey = keyof typeof lists
export const listKeys = Object.keys(lists) as ListKey[]
export const listRegistry: Record<ListKey, ListExport> = lists
