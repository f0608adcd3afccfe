//! Small documents, as programs write them, and what is read of them.
