import { Global, Module } from '@nestjs/common'
import { PaperPrinter } from '@parvis/inclusion'
import { PdfPaperPrinter } from './paper-printer.service'

/** Paper kits know what stands on a page; pages and words are the application's, and bound here. */
@Global()
@Module({
  providers: [{ provide: PaperPrinter, useClass: PdfPaperPrinter }],
  exports: [PaperPrinter],
})
export class PaperPrinterModule {}
