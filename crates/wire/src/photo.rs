//! `POST /api/v1/ticket/photos`: photos of a customer, as the widget sends them.

/// The media type: what a browser draws, it can write in this form.
pub const MEDIA_TYPE: &str = "image/jpeg";

/// The most photos of a ticket.
pub const MOST: i64 = 4;

/// The largest photo, in bytes. The widget makes them smaller than this.
pub const MOST_BYTES: usize = 600_000;

/// The longest side of a photo, in pixels. The widget makes them smaller than this.
pub const LONGEST_SIDE: u32 = 2048;
