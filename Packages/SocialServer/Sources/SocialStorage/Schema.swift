import SQLDatabase
import SocialService

/// The tables, as migrations in their order.
public enum Schema {
}
