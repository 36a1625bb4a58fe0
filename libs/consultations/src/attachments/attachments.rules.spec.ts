import { zipSync, strToU8 } from 'fflate'
import fc from 'fast-check'
import { aDocx, aJpeg, anOdt, aPdf, aPng, withExif } from '../../../../test/support/files'
import { altRefusals, cleanName, isWholeJpeg, recognised, sizeRefusal } from './attachments.rules'

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

describe('what a file is', () => {
  it.each<[string, Buffer, unknown]>([
    ['a PDF', aPdf(), { document: 'application/pdf' }],
    ['a PDF without its end', aPdf().subarray(0, 40), null],
    ['a PDF behind a page', Buffer.concat([Buffer.from('<html><script>alert(1)</script>'), aPdf()]), null],
    ['a Word text', aDocx(), { document: docx }],
    ['a Word text with macros', aDocx({ 'word/vbaProject.bin': strToU8('x') }), null],
    ['an OpenDocument text', anOdt(), { document: 'application/vnd.oasis.opendocument.text' }],
    ['a ZIP that says nothing', Buffer.from(zipSync({ 'a.txt': strToU8('a') })), null],
    ['a ZIP cut short', aDocx().subarray(0, 60), null],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), null],
    ['a drawing that runs', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), null],
    ['a GIF', Buffer.from('GIF89a'), null],
    ['a program', Buffer.from('MZ\x90\0'), null],
    ['nothing', Buffer.alloc(0), null],
  ])('%s', (_, bytes, expected) => expect(recognised(bytes)).toEqual(expected))

  it('does not unpack a Word text, however much it would make', () => {
    const bomb = aDocx({ 'word/document.xml': new Uint8Array(400 * 1024 * 1024) })
    const before = process.memoryUsage().rss
    expect(recognised(bomb)).toEqual({ document: docx })
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024)
  })

  it('tells a whole JPEG from one that lost its end, with a small picture inside or not', async () => {
    const jpeg = await aJpeg()
    for (const whole of [jpeg, withExif(jpeg), Buffer.concat([jpeg, Buffer.from('what a telephone adds behind it')])]) expect(isWholeJpeg(whole)).toBe(true)
    for (const cut of [jpeg.subarray(0, jpeg.length - 2), jpeg.subarray(0, 300), Buffer.from([0xff, 0xd8, 0xff]), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0])]) expect(isWholeJpeg(cut)).toBe(false)
    expect([recognised(jpeg), recognised(await aPng())]).toEqual([{ picture: 'jpeg' }, { picture: 'png' }])
  })
})

it.each([[4000, 3000, true], [8000, 5000, true], [8000, 5001, false], [16_001, 10, false], [0, 10, false], [30_000, 30_000, false]])('%i × %i pixels', (width, height, fits) => expect(sizeRefusal({ width, height }) === null).toBe(fits))

describe('the name of a file', () => {
  it.each([
    ['Vue de la place.JPG', 'webp', 'Vue de la place.webp'],
    ['C:\\Users\\nour\\Bureau\\plan.final.pdf', 'pdf', 'plan.final.pdf'],
    ['../../etc/passwd', 'pdf', 'passwd.pdf'],
    ['"><svg onload=alert(1)>.pdf', 'pdf', 'svg onload alert 1.pdf'],
    ['=HYPERLINK("http://x";"y")', 'pdf', 'x y.pdf'],
    ['photo\r\nSet-Cookie: a=b.png', 'webp', 'photo Set-Cookie a b.webp'],
    ['gpj.\u202Eexe', 'docx', 'gpj. exe.docx'],
    ['Été à Lille – n° 2', 'odt', 'Été à Lille n 2.odt'],
    ['', 'pdf', 'fichier.pdf'], ['.htaccess', 'pdf', 'fichier.pdf'], ['...', 'pdf', 'fichier.pdf'], ['x'.repeat(400), 'pdf', `${'x'.repeat(100)}.pdf`],
  ])('%j', (given, extension, expected) => expect(cleanName(given, extension)).toBe(expected))

  it('is inert whatever it was', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
      const name = cleanName(given, 'pdf')
      return /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]*\.pdf$/u.test(name) && !name.includes('..') && name.length <= 220
    }), { numRuns: 2000 })
  })
})

it.each([['Un banc', false, []], ['', true, []], ['', false, ['attachment.alt-missing']], ['x'.repeat(301), false, ['field.max-length']]])('a description %j, decorative %j', (alt, decorative, codes) =>
  expect(altRefusals({ alt, decorative }).map(({ code }) => code)).toEqual(codes))
