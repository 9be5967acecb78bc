import { describe, expect, it } from 'vitest'
import { apart, axisOf, everyNth, placeOn } from './scale.ts'

describe('an axis', () => {
  it('begins at zero for counts and ends at a whole step above the highest', () => {
    expect(axisOf([27, 22, 35], { fromZero: true, whole: true })).toEqual({ low: 0, high: 40, ticks: [0, 10, 20, 30, 40] })
    expect(axisOf([0, 0], { fromZero: true, whole: true })).toEqual({ low: 0, high: 1, ticks: [0, 1] })
    expect(axisOf([], { fromZero: true, whole: true })).toEqual({ low: 0, high: 1, ticks: [0, 1] })
    expect(axisOf([3], { fromZero: true, whole: true }).ticks).toEqual([0, 1, 2, 3])
  })

  it('shows no half complaints, and the tenths of a rate', () => {
    expect(axisOf([1], { fromZero: true, whole: true }).ticks).toEqual([0, 1])
    expect(axisOf([0.31, 0.52], { fromZero: true, whole: false }).ticks).toEqual([0, 0.2, 0.4, 0.6])
  })

  it('begins below the lowest where it need not begin at zero, and goes below zero for what is negative', () => {
    expect(axisOf([91.2, 96.8], { fromZero: false, whole: false }).ticks).toEqual([90, 92, 94, 96, 98])
    expect(axisOf([93, 93], { fromZero: false, whole: false }).low).toBeLessThanOrEqual(93)
    expect(axisOf([-3, 4], { fromZero: true, whole: true })).toMatchObject({ low: -4, high: 4 })
  })

  it('places a value between the ends', () => {
    expect(placeOn({ low: 0, high: 40 }, 10, 200, 0)).toBe(150)
  })
})

describe('labels', () => {
  it('are moved apart no more than needed and stay inside', () => {
    expect(apart([10, 12, 60], 15, 0, 100)).toEqual([10, 25, 60])
    expect(apart([95, 96], 15, 0, 100)).toEqual([85, 100])
    expect(apart([50], 15, 0, 100)).toEqual([50])
  })

  it('of an axis are left out where they would touch', () => {
    expect(everyNth(12, 30, 400)).toBe(1)
    expect(everyNth(60, 30, 400)).toBe(5)
  })
})
