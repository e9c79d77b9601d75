# Makes resources/tables/world.csv, the outlines under the map: land and the borders between countries of Natural Earth
# (public domain, 1:50 million), thinned to what a screen shows. Not part of a build. Needs Debian's r-cran-sf and
# r-cran-rnaturalearthdata; run from the project's root:
#   Rscript packaging/basemap.R > resources/tables/world.csv
# A row is one ring of land or one stretch of border: its kind, and its corners in hundredths of a degree, longitude and
# latitude, the first absolute, the others as steps from the one before.
suppressPackageStartupMessages({ library(sf); library(rnaturalearthdata) })
sf_use_s2(FALSE)
tolerance <- 0.03   # degrees; half a screen pixel at 1:20 million
smallest <- 0.004   # square degrees, about 50 square kilometres at the equator

countries <- st_make_valid(st_set_crs(st_as_sf(countries50), 4326))
quiet <- function(x) suppressMessages(suppressWarnings(x))
land <- quiet(st_union(countries))
borders <- quiet(st_line_merge(st_difference(st_union(st_boundary(st_geometry(countries))), st_buffer(st_boundary(land), 1e-4))))

encode <- function(kind, corners) {
    steps <- round(corners[, 1:2, drop = FALSE] * 100)
    steps <- steps[c(TRUE, rowSums(abs(diff(steps))) > 0), , drop = FALSE]
    if (nrow(steps) < ifelse(kind == "land", 4, 2)) return()
    steps <- rbind(steps[1, ], diff(steps))
    cat(kind, ",", paste(t(steps), collapse = " "), "\n", sep = "")
}
cat("kind,corners\n")
thin <- quiet(st_simplify(land, dTolerance = tolerance, preserveTopology = TRUE))
for (polygon in st_cast(st_sfc(thin, crs = 4326), "POLYGON"))
    for (ring in polygon) {
        area <- abs(sum(ring[-1, 1] * ring[-nrow(ring), 2] - ring[-nrow(ring), 1] * ring[-1, 2])) / 2
        if (area >= smallest) encode("land", ring)
    }
for (line in st_cast(st_sfc(quiet(st_simplify(borders, dTolerance = tolerance)), crs = 4326), "LINESTRING"))
    if (quiet(as.numeric(st_length(st_sfc(st_linestring(unclass(line)))))) > 0.05) encode("border", unclass(line))
