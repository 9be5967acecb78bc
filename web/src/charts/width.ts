import { useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** How wide an element is on screen, in px, for drawings that are laid by it; `otherwise` until it is known. */
export function useWidth<T extends HTMLElement>(otherwise: number): [RefObject<T | null>, number] {
  const frame = useRef<T>(null)
  const [width, setWidth] = useState(otherwise)
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    setWidth(element.clientWidth || otherwise)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth || otherwise))
    observer.observe(element)
    return () => observer.disconnect()
  }, [otherwise])
  return [frame, width]
}
