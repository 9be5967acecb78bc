export * from './binomial.ts'
export * from './fraction.ts'
export * from './histogram.ts'
export * from './rank.ts'
