# Makes gstat_samples.csv and gstat_blocks.csv, read by test_reference.cpp. Run in this folder:
#   apt-get install r-cran-gstat r-cran-sp && Rscript make_gstat_reference.R
# The samples are synthetic (30 inclined holes, seeded); the results are those of R gstat, which searches and
# kriges in coordinates rotated and scaled so that ranges are 1. Block support: gstat leaves the nugget out of
# the block's own covariance. Exponential and Gaussian models are given by practical range (a = r/3, r/sqrt 3).
suppressMessages({library(sp); library(gstat)})
set.seed(20260401)
rad <- pi / 180
rotation <- function(azimuth, dip, plunge, ranges) {  # GSLIB setrot; dip positive down
  al <- (90 - azimuth) * rad; be <- dip * rad; th <- plunge * rad
  sa <- sin(al); ca <- cos(al); sb <- sin(be); cb <- cos(be); st <- sin(th); ct <- cos(th)
  rbind(c(cb * ca, cb * sa, -sb) / ranges[1],
        c(-ct * sa + st * sb * ca, ct * ca + st * sb * sa, st * cb) / ranges[2],
        c(st * sa + ct * sb * ca, -st * ca + ct * sb * sa, ct * cb) / ranges[3])
}
frame <- rotation(35, 20, 15, c(110, 80, 30))

holes <- 30
per_hole <- 30
collar <- cbind(runif(holes, 10, 290), runif(holes, 10, 230))
azimuth <- runif(holes, 0, 360) * rad
dip <- runif(holes, 70, 90) * rad
samples <- NULL
for (h in 1:holes) {
  along <- (1:per_hole - 0.5) * 4
  samples <- rbind(samples, cbind(h, collar[h, 1] + along * sin(azimuth[h]) * cos(dip[h]),
                                  collar[h, 2] + along * cos(azimuth[h]) * cos(dip[h]),
                                  120 - along * sin(dip[h])))
}
samples[, 2:4] <- round(samples[, 2:4] + rnorm(3 * nrow(samples), 0, 0.1), 3)
u <- samples[, 2:4] %*% t(frame)
waves <- matrix(rnorm(900), 300) * 2
phase <- runif(300, 0, 2 * pi)
field <- sqrt(2 / 300) * rowSums(cos(u %*% t(waves) + rep(phase, each = nrow(u))))
value <- round(0.5 * exp(0.6 * field + rnorm(nrow(u), 0, 0.2)), 4)
data <- data.frame(hole = samples[, 1], x = samples[, 2], y = samples[, 3], z = samples[, 4], value = value)
write.csv(data, "gstat_samples.csv", row.names = FALSE, quote = FALSE)

d <- data.frame(u1 = u[, 1], u2 = u[, 2], u3 = u[, 3], v = value)
coordinates(d) <- ~u1 + u2 + u3
centres <- as.matrix(expand.grid(x = seq(-12.5, 312.5, 25), y = seq(-12.5, 262.5, 25), z = seq(5, 125, 10)))
gu <- centres %*% t(frame)
grid <- data.frame(u1 = gu[, 1], u2 = gu[, 2], u3 = gu[, 3])
coordinates(grid) <- ~u1 + u2 + u3
half <- as.matrix(expand.grid(c(-6.25, 6.25), c(-6.25, 6.25), c(-2.5, 2.5))) %*% t(frame)
block <- data.frame(x = half[, 1], y = half[, 2], z = half[, 3])

spherical <- vgm(0.9, "Sph", 1, nugget = 0.1)
nested <- vgm(0.3, "Gau", 0.8 / sqrt(3), add.to = vgm(0.5, "Exp", 1.4 / 3, nugget = 0.2))
run <- function(...) krige(v ~ 1, d, grid, ..., nmin = 3, nmax = 12, maxdist = 1, debug.level = 0)
point <- run(spherical)
support <- run(spherical, block = block)
simple <- run(nested, beta = 0.55)
text <- function(x) ifelse(is.na(x), "nan", formatC(x, digits = 15, format = "g"))
out <- cbind(text(point$var1.pred), text(point$var1.var), text(support$var1.pred), text(support$var1.var),
             text(simple$var1.pred), text(simple$var1.var))
colnames(out) <- c("point", "point_variance", "block", "block_variance", "simple", "simple_variance")
write.csv(as.data.frame(out), "gstat_blocks.csv", row.names = FALSE, quote = FALSE)
cat(nrow(centres), "blocks,", sum(!is.na(point$var1.pred)), "estimated by gstat", as.character(packageVersion("gstat")), "\n")
