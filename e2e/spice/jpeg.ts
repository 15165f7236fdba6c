// JPEG as a server sends it: a test picture of ours (ffmpeg's testsrc2, 36 × 36, 4:2:0), alone and with alpha beside it.
import { image, type Part } from './draw.ts'
import { lzAlpha } from './pictures.ts'
import { shown, type Tile } from './tiles.ts'

export const SIDE = 36
export const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgGBgcGBwgICAgICAkJCQoKCgkJCQkKCgoKCgoMDAwKCgoKCgoKDAwMDA0ODQ0NDA0ODg8PDxISEREVFRUZGR//xACKAAEAAwEBAAAAAAAAAAAAAAAEBQADBwYBAAMBAQAAAAAAAAAAAAAAAAYFBAMCEAABAwIDBQcDAwUBAAAAAAACAwQBABESEwUGIbOCgTM0wRQVsTVC0zFBVBYkIqMjpFERAAIBAwIEBQUBAQAAAAAAAAMCAQQAERIFBjFzITQiwbMTsnQUNjMkB//AABEIACQAJAMBIgACEQADEQD/2gAMAwEAAhEDEQA/AOXKFqbl+s3Z78tPNK+SIJpgnBGooqrhAAj9SMoi8xH6xXsNN2m2zZLqoJOsBmiC8zk6eSUoQJFC2fKZI5dpn++Dw33XvuqJ01RIy11nIeYWX9PVTaQUgblNqUKLpplG/Fl78I3UmLyMTavQIqIRo3pmRZ1H9T6ZmFmw3l7LiEMz85mRvwdtbfgvSbiziAm/n/00qEEpciEefyPhSogZGdZJKxA0mIScIizK93jlb3ctlDO6YKVmej/LkJZiY83yMKacWUfQ5ESG8hJbHb45jvfP9rn2ruNZXcaick4cAgpmYEIFVPIAANOURhEhwjhxBuvE333qU0fXNoFXgy0XuomCiklKbWBTTEJxGoagQmAxE2xHMReYj8zFabTuITV2eaoKJMXbZddbAsdxY+ZcpqNpcGQlEYRiDKDiSgYuY7630VXN9ebLEm+dLroLZaR4Yew2dGo4yDERicQXIYCMUjNwHdTwO/7gPY6SFYiIKnQIxQUsIMKnWmV1FlRqGBRBYiCQuntnT5rnSlhU3KmUhZFUAlTDWZiCw9M7MAmImXnLsKYYU858uZ02x1tdtWyOE1nmCSAVBmEGJiYHFxMDBIgMZ/8ARmYvePzFY/zraP8Af/8AM0+xXpNN1nTdHZItXZeSV/2qeVmFliRTWWUUTTMgApgoTIdx2O1pKIvSv5dof7z/AAOftUjJxbuyO6rQ1BVVpiCoxtJIicQ66VIuG5xh2jHJptUP/n/DZBo7H28LMsNInp6XWOZjMjbV8bal5TlEnMd1jlfKdR+UU5eCNJafX08aNqPyinLwRpLT6+njXT/wH0h+l38U/sp+of3j3B6r31Xk4Y0xv2o9faaHqvfVeThjTG/aj19pooF4Gl+3T21uVPDV/Sf6XttWrVrCxq8dR+UU5eCNJafX08aNqPyinLwRpLT6+njQ8/8AAfSH6WX8U/sp+of3j3B6r31Xk4Y0xv2o9faaHqvfVeThjTG/aj19pooF4Gl+3T21uVPDV/Sf6XttWrVrCxq//9k=',
  'base64',
)

const jpeg: Part = image(105, SIDE, SIDE, body => body.u32(JPEG.length).bytes(JPEG))

const jpegAlpha: Part = image(108, SIDE, SIDE, body => {
  const alpha = lzAlpha(SIDE, SIDE)
  body
    .u8(1)
    .u32(JPEG.length)
    .u32(JPEG.length + alpha.length)
  body.bytes(JPEG).bytes(alpha)
})

export const JPEG_TILES: readonly Tile[] = [
  shown('JPEG', SIDE, SIDE, () => jpeg),
  shown('JPEG with alpha', SIDE, SIDE, () => jpegAlpha),
]
