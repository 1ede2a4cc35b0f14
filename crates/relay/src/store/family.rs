//! Tickets of one customer and one problem: the first, and those that came later from the browser that holds its token. The
//! customer has the number and the token of the first alone, and sees by it what becomes of all.
//!
//! Most of the later ones are notes on the first. One stands for itself at the helpdesk where the first never arrived, or is
//! merged or deleted there; and so does what a customer adds to such a ticket. The newest that stands for itself says how far
//! they are.

/// The numbers of the family of the ticket whose number this expression is; of a ticket that is not the first, itself.
pub fn of(first: &str) -> String {
    format!("(SELECT f.number FROM tickets f WHERE f.number = {first} OR f.same_as = {first})")
}

/// The first of the family of the ticket whose number this expression is.
pub fn first_of(number: &str) -> String {
    format!("(SELECT coalesce(f.same_as, f.number) FROM tickets f WHERE f.number = {number})")
}

/// The place in the outbox of what says how far the family of this first ticket is; null if nothing of it stands for itself at
/// a helpdesk that can be asked.
pub fn head(first: &str) -> String {
    format!(
        "(SELECT max(h.seq) FROM deliveries h WHERE h.ticket IN {} AND h.state = 'delivered' \
         AND h.remote_id <> '')",
        of(first)
    )
}

/// Whether the last word in the family of this first ticket is that it works again: the customer knows best, and then whoever
/// mended it by hand.
pub fn is_mended(first: &str) -> String {
    format!(
        "coalesce((SELECT m.solved FROM messages m WHERE m.ticket IN {} \
         AND (m.speaker = 'customer' OR m.solved = 1) ORDER BY m.seq DESC LIMIT 1), 0)",
        of(first)
    )
}
