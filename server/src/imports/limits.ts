/** Limits of a file to import. Each has its sentence in `refusal.ts`. */
export const LIMITS = {
  fileBytes: 200 * 1024 * 1024,
  /** Old workbooks and pages are held in memory while they are read. */
  xlsBytes: 64 * 1024 * 1024,
  markupBytes: 64 * 1024 * 1024,
  inflatedBytes: 2 * 1024 ** 3,
  inflation: 100,
  entries: 10_000,
  columns: 1024,
  rows: 5_000_000,
  cellCharacters: 32_767,
  elementBytes: 1024 * 1024,
  recordBytes: 1024 * 1024,
  sharedStringBytes: 256 * 1024 * 1024,
  mergedRanges: 100_000,
  workerMegabytes: 512,
  recogniseMs: 30_000,
  fileMs: 600_000,
} as const
