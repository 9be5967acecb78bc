/** Draws an SVG at so many times its size. @throws where the browser cannot. */
export async function pngOf(svg: string, times: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    await new Promise<void>((done, fail) => {
      image.addEventListener('load', () => done())
      image.addEventListener('error', () => fail(new Error('the drawing cannot be read')))
      image.src = url
    })
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * times
    canvas.height = image.naturalHeight * times
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise<Blob>((done, fail) => {
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/png')
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}
