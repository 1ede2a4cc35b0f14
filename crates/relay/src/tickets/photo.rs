//! A photo that a customer sends. What it says to be is not believed: it is decoded, and what is kept is drawn anew from its
//! pixels. So nothing goes along that is no picture: where, when and by what it was taken, comments, another file behind its
//! end, or a page that calls itself a photo.

use std::io::Cursor;

use firstline_wire::photo::{LONGEST_SIDE, MOST_BYTES};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, ImageDecoder as _, Limits};
use tokio::sync::Semaphore;

/// Why it is no photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPhoto(pub String);

/// How good it still is: a second pass over what the widget wrote at 0.8, in which letters on a box stay readable. What would
/// be larger than a photo may be is drawn a little worse.
const QUALITIES: [u8; 3] = [85, 70, 50];

/// The most memory for the pixels of one, in bytes.
const MOST_MEMORY: u64 = 48 << 20;

/// How many are drawn at once: each takes memory, and a core for some tens of milliseconds.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// The photo drawn anew, upright, JPEG. It is done beside the requests, and waits for its turn.
///
/// # Errors
///
/// If it is none, or too large.
pub async fn redrawn(bytes: impl AsRef<[u8]> + Send + 'static) -> Result<Vec<u8>, NoPhoto> {
    let turn = DRAWING.acquire().await;
    // The turn lasts as long as the work, also if nobody waits for it any more.
    let drawing = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        draw(bytes.as_ref())
    });
    drawing
        .await
        .unwrap_or_else(|_| Err(wrong("nobody can read it")))
}

fn draw(bytes: &[u8]) -> Result<Vec<u8>, NoPhoto> {
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(wrong)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > LONGEST_SIDE {
        return Err(NoPhoto(format!(
            "It is {width} by {height} pixels large. At most {LONGEST_SIDE} are taken on each side."
        )));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(wrong)?;
    let stands = decoder.orientation().map_err(wrong)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(wrong)?;
    picture.apply_orientation(stands);
    let picture = picture.into_rgb8();
    for quality in QUALITIES {
        let mut out = Vec::new();
        JpegEncoder::new_with_quality(&mut out, quality)
            .encode_image(&picture)
            .map_err(wrong)?;
        if out.len() <= MOST_BYTES {
            return Ok(out);
        }
    }
    Err(NoPhoto(format!(
        "Drawn anew it has more than {} kB. Send a smaller one.",
        MOST_BYTES / 1000
    )))
}

fn wrong(why: impl ToString) -> NoPhoto {
    NoPhoto(format!(
        "This is no JPEG that can be read: {}.",
        why.to_string()
    ))
}

#[cfg(test)]
mod tests {
    use image::{GenericImageView as _, RgbImage};

    use super::*;

    fn photo(width: u32, height: u32) -> Vec<u8> {
        // The upper left quarter is red, the rest green.
        let picture = RgbImage::from_fn(width, height, |x, y| {
            match x < width / 2 && y < height / 2 {
                true => image::Rgb([220, 20, 20]),
                false => image::Rgb([20, 200, 20]),
            }
        });
        let mut out = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut out, 90);
        encoder.encode_image(&picture).unwrap();
        out
    }

    /// With a segment put in behind the first two bytes.
    fn with(photo: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&photo[..2], &[0xff, marker], &length, content, &photo[2..]].concat()
    }

    fn has(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|here| here == part)
    }

    #[test]
    fn only_the_picture_is_left_and_it_is_the_same() {
        // Exif by which it was taken with the camera turned: 6 is a quarter to the right.
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
        exif.extend(b"\x01\x0f\0\x02\0\0\0\x10\0\0\0\x26\0\0\0\0Marias telephone");
        let taken = with(&photo(64, 48), 0xe1, &exif);
        let taken = with(&taken, 0xfe, b"52.5 N 13.4 E");
        let taken = [&taken[..], b"<script>alert(1)</script>"].concat();
        let drawn = draw(&taken).unwrap();
        for told in [&b"Exif"[..], b"Maria", b"52.5", b"<script>"] {
            assert!(has(&taken, told) && !has(&drawn, told), "{told:?}");
        }
        let picture = image::load_from_memory(&drawn).unwrap();
        assert_eq!(picture.dimensions(), (48, 64), "upright");
        // What was on the left above is on the right above.
        assert!(
            picture.get_pixel(40, 8)[0] > 180,
            "{:?}",
            picture.get_pixel(40, 8)
        );
        assert!(
            picture.get_pixel(8, 8)[1] > 160,
            "{:?}",
            picture.get_pixel(8, 8)
        );
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        let mut png = Vec::new();
        png.extend(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
        for (bytes, why) in [
            (png, "another kind"),
            (b"GIF89a".to_vec(), "another kind"),
            (
                b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>".to_vec(),
                "a page",
            ),
            (Vec::new(), "nothing"),
            (vec![0xff, 0xd8, 0xff, 0xd9], "no picture"),
            (photo(2049, 16), "too wide"),
            (photo(16, 2049), "too high"),
        ] {
            assert!(draw(&bytes).is_err(), "{why}");
        }
        assert!(draw(&photo(2048, 16)).is_ok());
        let large = draw(&photo(16, 3000)).unwrap_err();
        assert!(large.0.contains("16 by 3000"), "{large:?}");
    }

    #[test]
    fn what_broke_off_or_was_spoilt_harms_nobody() {
        let whole = photo(40, 40);
        for end in 0..whole.len() {
            // Much of it may still be a picture; then that is what is kept.
            if let Ok(drawn) = draw(&whole[..end]) {
                assert!(drawn.starts_with(&[0xff, 0xd8]));
            }
        }
        for at in 2..whole.len() {
            let mut spoilt = whole.clone();
            spoilt[at] ^= 0xff;
            drop(draw(&spoilt));
        }
    }
}
